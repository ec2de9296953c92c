pip install --no-cache-dir -r requirements.txt -c constraints.txt flask==2.0 "django>=4,<5" x[extra]==1
pip3.11 install -U pip .
python3 -m pip install -rreq.txt -e . git+https://example.com/x.git
python -m venv /venv
pipx install black==24.1
uv pip install --system -r pyproject.toml numpy
uv sync --frozen
pip uninstall -y wheel
