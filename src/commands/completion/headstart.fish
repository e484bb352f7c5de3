# Completion of headstart for fish.
#
# headstart itself says what fits (`headstart complete`); this hands it the words, and fish the answer.

function __headstart_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l typed (commandline --current-token --cut-at-cursor)
    set -l path (string replace --regex -- '^-[^=]*=' '' $typed)
    set -l before (string sub --length (math (string length -- "$typed") - (string length -- "$path")) -- "$typed")
    for line in ($words[1] complete -- $words[2..] "$typed" 2>/dev/null)
        switch $line
            case :files
                string replace --regex -- '^' "$before" (__fish_complete_path "$path")
            case :folders
                string replace --regex -- '^' "$before" (__fish_complete_directories "$path" '')
            case :programs
                __fish_complete_command
            case '*'
                echo $line
        end
    end
end

complete --command headstart --no-files --keep-order --arguments '(__headstart_complete)'
