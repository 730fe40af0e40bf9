// Runs a protocol from its table, and checks itself; JSON is read by Gson:
// java -cp gson.jar TableReader.java TABLE.json VECTORS.json
import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.stream.Stream;

class TableReader {
  static class Row { String activity, mask, match, clear, set; Map<String, String> records; }
  static class Table { String initial; List<Row> rows; @SerializedName("final") List<Row> ends; }
  static class Step extends Row { String word, next; List<String> possible; List<Row> refused; }
  static class Walk { List<Step> steps; String end; List<String> possible; boolean complete; }
  static class Vectors { List<Walk> walks; }

  final Table table;

  TableReader(Table table) { this.table = table; }

  static final Map<String, BigInteger> NUMBERS = new HashMap<>();

  static BigInteger number(String hex) {
    return NUMBERS.computeIfAbsent(hex, text -> new BigInteger(text.substring(2), 16));
  }

  static boolean applies(Row row, BigInteger word) {
    return word.and(number(row.mask)).equals(number(row.match));
  }

  BigInteger initial() { return number(table.initial); }

  Stream<Row> rows(BigInteger word) { return table.rows.stream().filter(row -> applies(row, word)); }

  List<String> possible(BigInteger word) { return rows(word).map(row -> row.activity).distinct().toList(); }

  boolean complete(BigInteger word) { return table.ends.stream().anyMatch(cube -> applies(cube, word)); }

  Optional<BigInteger> step(BigInteger word, String activity, Map<String, String> records) {
    return rows(word).filter(row -> row.activity.equals(activity) && row.records.equals(records)).findFirst()
        .map(row -> word.andNot(number(row.clear)).or(number(row.set)));
  }

  static <T> T read(String name, Class<T> kind) throws Exception {
    return new Gson().fromJson(Files.readString(Path.of(name)), kind);
  }

  static void same(Object given, Object wanted) {
    if (!given.equals(wanted)) throw new AssertionError(given + " is not " + wanted);
  }

  public static void main(String[] names) throws Exception {
    TableReader reader = new TableReader(read(names[0], Table.class));
    List<Walk> walks = read(names[1], Vectors.class).walks;
    for (Walk walk : walks) {
      BigInteger word = reader.initial();
      for (Step step : walk.steps) {
        same(word, number(step.word));
        same(reader.possible(word), step.possible);
        for (Row each : step.refused) same(reader.step(word, each.activity, each.records), Optional.empty());
        word = reader.step(word, step.activity, step.records).orElseThrow();
        same(word, number(step.next));
      }
      same(reader.possible(word), walk.possible);
      same(reader.complete(word), walk.complete);
    }
    int steps = walks.stream().mapToInt(walk -> walk.steps.size()).sum();
    System.out.println(walks.size() + " walks, " + steps + " steps");
  }
}
