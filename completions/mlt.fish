# fish completion for mlt

function __mlt_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l answer (command mlt __complete fish (math (count $words) - 1) -- $words 2>/dev/null)
    or return
    set -l directive $answer[-1]
    set -e answer[-1]
    test (count $answer) -gt 0; and printf '%s\n' $answer
    switch $directive
        case ':files*'
            __fish_complete_path (commandline -ct)
        case ':directories*'
            __fish_complete_directories (commandline -ct)
        case ':command *'
            set -l own $words[(math (string split ' ' -- $directive)[2] + 1)..-1]
            set -l last $own[-1]
            set -e own[-1]
            test (count $own) -gt 0; and set own (string escape -- $own)
            complete -C (string join ' ' -- $own $last)
    end
end

complete -c mlt -e
complete -c mlt -f -k -a '(__mlt_complete)'
