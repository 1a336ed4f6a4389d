module vars

go 1.24
