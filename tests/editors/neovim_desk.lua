-- What Neovim's own client shows of a handbook, with the settings of the how-to:
-- nvim --headless --clean -u SETTINGS -c "luafile neovim_desk.lua"
-- FILE is opened at the first SLIP in it, which is mistyped, mended, and renamed to NEW.
local SECONDS = 120 * 1000

local function wait(what, ready)
  if not vim.wait(SECONDS, ready, 50) then
    error("waited too long for " .. what)
  end
end

local function within(lines)
  for number, line in ipairs(lines) do
    local column = line:find(vim.env.SLIP, 1, true)
    if column then return number, column - 1 end
  end
end

local function told()
  vim.cmd.edit(vim.env.FILE)
  local buffer = vim.api.nvim_get_current_buf()
  wait("the server", function()
    return #vim.lsp.get_clients({ bufnr = buffer, name = "katch" }) == 1
  end)
  local client = vim.lsp.get_clients({ bufnr = buffer })[1]
  wait("its beginning", function() return client.initialized end)
  local lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  local row, column = within(lines)
  local place = {
    textDocument = { uri = vim.uri_from_bufnr(buffer) },
    position = { line = row - 1, character = column + 1 },
  }
  local function ask(method, more)
    local asked = vim.tbl_extend("force", place, more or {})
    local got, problem = vim.lsp.buf_request_sync(buffer, method, asked, SECONDS)
    if not got then error(method .. ": " .. tostring(problem)) end
    local _, answer = next(got)
    if answer.err then error(method .. ": " .. answer.err.message) end
    return answer.result
  end

  local found = { root = client.config.root_dir, version = tostring(vim.version()) }
  found.hover = ask("textDocument/hover").contents.value
  found.definition = ask("textDocument/definition")
  local context = { includeDeclaration = true }
  found.references = #ask("textDocument/references", { context = context })
  found.offered = {}
  for _, item in ipairs(ask("textDocument/completion").items) do
    table.insert(found.offered, item.label)
  end
  found.symbols = #ask("textDocument/documentSymbol")

  -- A slip as it is typed: it is told, and its mending is applied by the editor.
  local right = lines[row]
  local wrong = right:sub(1, column + 2) .. right:sub(column + 4)
  vim.api.nvim_buf_set_lines(buffer, row - 1, row, false, { wrong })
  local slip
  wait("a finding", function()
    for _, each in ipairs(vim.diagnostic.get(buffer)) do
      if each.lnum == row - 1 and each.severity == vim.diagnostic.severity.ERROR then
        slip = each
        return true
      end
    end
  end)
  found.slip = { code = slip.code, message = slip.message, source = slip.source }
  local mends
  wait("an action", function()
    mends = ask("textDocument/codeAction", {
      range = slip.user_data.lsp.range,
      context = { diagnostics = { slip.user_data.lsp } },
    })
    return mends[1] and mends[1].edit
  end)
  vim.lsp.util.apply_workspace_edit(mends[1].edit, client.offset_encoding)
  found.mended = vim.api.nvim_buf_get_lines(buffer, row - 1, row, false)[1] == right
  wait("no finding", function()
    for _, each in ipairs(vim.diagnostic.get(buffer)) do
      if each.lnum == row - 1 and each.severity == vim.diagnostic.severity.ERROR then
        return false
      end
    end
    return true
  end)

  -- The name is changed in every file that has it, as `vim.lsp.buf.rename` does.
  local changed = ask("textDocument/rename", { newName = vim.env.NEW })
  vim.lsp.util.apply_workspace_edit(changed, client.offset_encoding)
  found.renamed = {}
  for _, each in ipairs(vim.api.nvim_list_bufs()) do
    if vim.bo[each].modified then
      local name = vim.fs.basename(vim.api.nvim_buf_get_name(each))
      table.insert(found.renamed, name)
    end
  end
  table.sort(found.renamed)
  return found
end

local good, found = pcall(told)
io.stdout:write(vim.json.encode(good and found or { failed = tostring(found) }) .. "\n")
vim.cmd("qa!")
