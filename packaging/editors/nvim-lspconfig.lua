---@brief
---
--- https://github.com/plimsoll-lint/plimsoll
---
--- A linter that checks Dockerfiles and Compose files together.
--- Install it with `pip install plimsoll-lint`, `npm install --global plimsoll-lint` or from the releases.
---
--- Other YAML and TOML files are ignored by the server.

---@type vim.lsp.Config
return {
  cmd = { 'plimsoll', 'lsp' },
  filetypes = { 'dockerfile', 'yaml', 'yaml.docker-compose', 'toml' },
  root_markers = { 'plimsoll.toml', '.git' },
}
