"""What ``check-package`` holds a package against, one module a subject; ``registry`` says each rule in words."""
