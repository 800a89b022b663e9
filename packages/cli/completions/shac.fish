# Completion of shac for fish. In ~/.config/fish/config.fish: shac completion fish | source
function __shac_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    $words[1] completion fish -- $words[2..] "$current" 2>/dev/null
end
complete -c shac -f -a '(__shac_complete)'
