source ./x
