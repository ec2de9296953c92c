---@brief
---
--- @HOMEPAGE@
---
--- @SUMMARY@.
--- Install it with `pip install @PACKAGE@`, `npm install --global @PACKAGE@` or from the releases.
---
--- Other YAML and TOML files are ignored by the server.

---@type vim.lsp.Config
return {
  cmd = { 'plimsoll', 'lsp' },
  filetypes = { 'dockerfile', 'yaml', 'yaml.docker-compose', 'toml' },
  root_markers = { 'plimsoll.toml', '.git' },
}
