"""The pages' styles and scripts. `main.scss` is ours, the rest comes from npm; `./baton start` compiles it to built/."""
