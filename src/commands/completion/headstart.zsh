#compdef headstart
# Completion of headstart for zsh: a file _headstart in $fpath, or source it behind compinit.
#
# headstart itself says what fits (`headstart complete`); this hands it the words, and zsh the answer.

_headstart() {
    local line word
    local -a candidates
    local others=""
    for line in "${(@f)$("${(Q)words[1]}" complete -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
        case $line in
        "") ;;
        :*) others=${line#:} ;;
        *)
            word=${line%%$'\t'*}
            # _describe wants "word:description".
            candidates+=("${word//:/\\:}${${line#$word}/$'\t'/:}")
            ;;
        esac
    done
    local status_of_all=1
    if (( ${#candidates} )); then
        _describe -V -t values 'headstart' candidates && status_of_all=0
    fi
    if [[ -n $others && $PREFIX == -*=* ]]; then
        compset -P '*='
    fi
    case $others in
    files) _files && status_of_all=0 ;;
    folders) _files -/ && status_of_all=0 ;;
    programs) _command_names -e && status_of_all=0 ;;
    esac
    return $status_of_all
}

if [[ ${funcstack[1]-} == _headstart ]]; then
    _headstart "$@" # loaded from $fpath for the first completion
else
    compdef _headstart headstart
fi
