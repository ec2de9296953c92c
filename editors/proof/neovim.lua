-- Neovim's own client: findings appear, a fix is applied, hover answers, saving fixes the rest. `PLIMSOLL` is the
-- program, `FOLDER` the files, with the snippets of docs/editors.md: 0 for 0.11, 1 for 0.8, 2 to fix on save in 0.11.
local folder = vim.env.FOLDER

local function set_up()
  if vim.fn.has('nvim-0.11') == 1 then
    dofile(folder .. '/snippet0')
  elseif vim.fn.has('nvim-0.8') == 1 then
    dofile(folder .. '/snippet1')
  end
  vim.cmd('filetype on')
  vim.cmd('edit ' .. folder .. '/Dockerfile')
  if vim.fn.has('nvim-0.8') == 0 then
    -- Of the snippets, this one knows none.
    vim.lsp.buf_attach_client(0, vim.lsp.start_client({
      name = 'plimsoll',
      cmd = { vim.env.PLIMSOLL, 'lsp' },
      root_dir = folder,
      capabilities = vim.lsp.protocol.make_client_capabilities(),
    }))
  end
end

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 5000)
  for _, answer in pairs(answers or {}) do
    return answer.result
  end
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

local function main()
  set_up()
  local function found(code)
    for _, one in ipairs(vim.diagnostic.get(0)) do
      if (one.code or one.user_data and one.user_data.lsp.code) == code then
        return one
      end
    end
  end
  assert(vim.wait(10000, function() return found('apt-get-yes') ~= nil end, 20), 'no findings')
  local apt = found('apt-get-yes')
  assert(apt.lnum == 1 and apt.col == 30, 'the finding is not where it should be')

  local document = vim.lsp.util.make_text_document_params()
  local whole = { start = { line = 0, character = 0 }, ['end'] = { line = 3, character = 0 } }
  local context = { diagnostics = {}, only = { 'source.fixAll' } }
  local action = ask('textDocument/codeAction', { textDocument = document, range = whole, context = context })[1]
  vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
  assert(text():find('install %-y curl'), 'the fix is not there: ' .. text())
  assert(vim.wait(10000, function() return found('apt-get-yes') == nil end, 20), 'the finding stays')

  local hover = ask('textDocument/hover', { textDocument = document, position = { line = 0, character = 1 } })
  assert(hover.contents.value:find('Starts a stage'), 'no hover')

  if vim.fn.has('nvim-0.11') == 1 then
    dofile(folder .. '/snippet2')
    vim.api.nvim_buf_set_lines(0, 2, 2, false, { 'RUN apt-get install wget' })
    assert(vim.wait(10000, function() return found('apt-get-yes') ~= nil end, 20), 'no finding after typing')
    vim.cmd('silent write')
    local saved = table.concat(vim.fn.readfile(folder .. '/Dockerfile'), '\n')
    assert(saved:find('install %-y wget'), 'not fixed on save: ' .. saved)
  end
end

local ok, why = pcall(main)
if not ok then
  io.stderr:write(tostring(why) .. '\n')
end
vim.cmd(ok and 'qall!' or 'cquit!')
