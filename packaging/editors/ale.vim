" Author: The Plimsoll contributors
" Description: A linter that checks Dockerfiles and Compose files together (https://github.com/plimsoll-lint/plimsoll)

call ale#Set('dockerfile_plimsoll_executable', 'plimsoll')

call ale#linter#Define('dockerfile', {
\   'name': 'plimsoll',
\   'lsp': 'stdio',
\   'executable': {b -> ale#Var(b, 'dockerfile_plimsoll_executable')},
\   'command': '%e lsp',
\   'project_root': {b -> fnamemodify(ale#path#FindNearestFile(b, 'plimsoll.toml'), ':h')},
\})
