# only this
ls # list
# apt-get install
