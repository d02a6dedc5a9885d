"""The pages' styles. `main.scss` is ours, the rest comes from npm; `./baton start` compiles it to built/."""
