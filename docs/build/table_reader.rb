# Runs a protocol from its table, and checks itself: ruby table_reader.rb TABLE.json VECTORS.json
require "json"

class TableReader
  Refused = Class.new(StandardError)
  attr_reader :initial

  def initialize(table)
    integers = ->(row, *keys) { keys.map { |key| Integer(row[key]) } }
    @rows = table["rows"].map { |row| [row, integers.(row, "mask", "match", "clear", "set")] }
    @final = table["final"].map { |cube| integers.(cube, "mask", "match") }
    @initial = Integer(table["initial"])
  end

  def possible(word)
    @rows.select { |_, (mask, match)| word & mask == match }.map { |row, _| row["activity"] }.uniq
  end

  def complete?(word) = @final.any? { |mask, match| word & mask == match }

  def step(word, activity, records = {})
    _, (_, _, clear, set) = @rows.find do |row, (mask, match)|
      row["activity"] == activity && row["records"] == records && word & mask == match
    end
    raise Refused, "'#{activity}' is not possible now." unless set
    word & ~clear | set
  end
end

if $PROGRAM_NAME == __FILE__
  table, vectors = ARGV.map { |name| JSON.parse(File.read(name, encoding: "UTF-8")) }
  reader = TableReader.new(table)
  same = ->(given, wanted) { given == wanted or abort("#{given.inspect} is not #{wanted.inspect}") }
  refused = lambda do |word, step|
    reader.step(word, step["activity"], step["records"])
    abort("#{step} was not refused")
  rescue TableReader::Refused
    nil
  end
  vectors["walks"].each do |walk|
    word = reader.initial
    walk["steps"].each do |step|
      same.([format("0x%x", word), reader.possible(word)], step.values_at("word", "possible"))
      step["refused"].each { |each| refused.(word, each) }
      word = reader.step(word, step["activity"], step["records"])
      same.(format("0x%x", word), step["next"])
    end
    same.([reader.possible(word), reader.complete?(word)], walk.values_at("possible", "complete"))
  end
  puts "#{vectors["walks"].size} walks, #{vectors["walks"].sum { |walk| walk["steps"].size }} steps"
end
