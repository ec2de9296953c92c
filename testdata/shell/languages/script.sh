gem install bundler:2.4 rake -v 13.0 --no-document
gem install puma --version=6
bundle install --jobs 4
go install example.com/tool@v1.2 ./cmd/...
go build -o app .
cargo install --locked ripgrep@14 --version 14.1
cargo install --git https://example.com/x.git
composer global require vendor/package:1.2 other/package
conda install -y -c conda-forge python=3.11 numpy && conda env create -f env.yml
mamba install --file list.txt
gem i rake:13 -- --with-x=1 y
go run example.com/x@v1 -f argument
go run main.go
pip install --build /tmp x==1
