-- Neovim's own client: findings appear, a fix is applied, hover answers. `PLIMSOLL` is the program, `FOLDER` the files.
local function main()
  vim.cmd('edit ' .. vim.env.FOLDER .. '/Dockerfile')
  local id = vim.lsp.start_client({
    name = 'plimsoll',
    cmd = { vim.env.PLIMSOLL, 'lsp' },
    root_dir = vim.env.FOLDER,
    capabilities = vim.lsp.protocol.make_client_capabilities(),
  })
  vim.lsp.buf_attach_client(0, id)
  local function found()
    return #vim.diagnostic.get(0)
  end
  assert(vim.wait(10000, function() return found() > 0 end, 20), 'no findings')
  local before = found()
  local apt
  for _, one in ipairs(vim.diagnostic.get(0)) do
    if one.code == 'apt-get-yes' or one.user_data and one.user_data.lsp.code == 'apt-get-yes' then
      apt = one
    end
  end
  assert(apt and apt.lnum == 1 and apt.col == 30, 'the finding is not where it should be')

  local whole = { start = { line = 0, character = 0 }, ['end'] = { line = 3, character = 0 } }
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(),
    range = whole,
    context = { diagnostics = {}, only = { 'source.fixAll' } },
  }
  local answer = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 5000)
  local action = answer[id].result[1]
  vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  assert(text:find('install %-y curl'), 'the fix is not there: ' .. text)
  assert(vim.wait(10000, function() return found() < before end, 20), 'the finding stays')

  local place = { textDocument = vim.lsp.util.make_text_document_params(), position = { line = 0, character = 1 } }
  local hover = vim.lsp.buf_request_sync(0, 'textDocument/hover', place, 5000)
  assert(hover[id].result.contents.value:find('Starts a stage'), 'no hover')
end

local ok, why = pcall(main)
if not ok then
  io.stderr:write(tostring(why) .. '\n')
end
vim.cmd(ok and 'qall!' or 'cquit!')
