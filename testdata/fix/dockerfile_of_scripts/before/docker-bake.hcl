target "app" {
  target = "relaese"
}
