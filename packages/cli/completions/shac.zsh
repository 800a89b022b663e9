#compdef shac
# Completion of shac for zsh. In ~/.zshrc, after compinit: eval "$(shac completion zsh)"
_shac() {
  local line value
  local -a described folders
  for line in "${(@f)$("${words[1]}" completion zsh -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    value=${line%%$'\t'*}
    case $value in
      '') ;;
      # The path goes on after a folder.
      */) folders+=("$value") ;;
      *) described+=("${value//:/\\:}:${line#*$'\t'}") ;;
    esac
  done
  ((${#folders})) && compadd -S '' -- "${folders[@]}"
  _describe -t shac shac described
}
if [ "${funcstack[1]}" = _shac ]; then _shac "$@"; else compdef _shac shac; fi
