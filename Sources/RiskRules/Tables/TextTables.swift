extension BuiltInTables {
    /// Programs that read text and print text.
    static let text = """
        tool cat tac nl rev
        green - | * | Prints {args}.
        tool head
        green - | -n= -c= -q -v -z -# --lines= --bytes= --quiet --verbose --silent --zero-terminated | Prints the start of {args}.
        tool tail
        green - | -n= -c= -q -v -z -# -s= --lines= --bytes= --quiet --verbose --retry --sleep-interval= -f!e -F!e --follow?!e --pid=!b -r +# --silent --zero-terminated --max-unchanged-stats= | Prints the end of {args}.
        tool grep egrep fgrep zgrep bzgrep xzgrep pcregrep zegrep
        green - | -i -v -c -n -l -L -o -q -s -w -x -h -H -r -R -E -F -G -P -a -I -U -z -Z -T -b -u -y -V -m= -A= -B= -C= -e= -f= -d= -D= -# --color? --colour? --include= --exclude= --exclude-dir= --exclude-from= --context= --after-context= --before-context= --count --ignore-case --line-number --no-filename --with-filename --files-with-matches --files-without-match --invert-match --word-regexp --line-regexp --only-matching --recursive --extended-regexp --fixed-strings --perl-regexp --quiet --silent --text --max-count= --no-messages --line-buffered --null --null-data --regexp= --file= --label= --binary-files= --version --help --initial-tab --byte-offset --directories= --basic-regexp --binary --dereference-recursive --devices= --group-separator= --no-group-separator --no-ignore-case | Searches {args}.
        tool rg : guarded
        green - | -i -S -s -v -c -n -N -l -o -q -w -x -H -I -F -P -a -U -u -uu -uuu -L -0 -p -z -M= -m= -A= -B= -C= -e= -f= -g= -t= -T= -j= -r= -d= -E= --color= --colors= --glob= --iglob= --type= --type-not= --hidden -. --no-ignore --no-heading --heading --files --json --stats --sort= --sortr= --max-depth= --max-count= --count --count-matches --ignore-case --smart-case --line-number --no-line-number --files-with-matches --fixed-strings --multiline --pcre2 --context= --after-context= --before-context= --no-filename --with-filename --only-matching --trim --vimgrep --no-messages --column --debug --version --help --type-list --no-config --word-regexp --invert-match --text --follow --passthru | Searches {args}.
        tool ag ack : guarded
        green - | -i -l -c -n -w -v -Q -A= -B= -C= -G= --nocolor --color --hidden --ignore= -s -r -R -o -h -H | Searches {args}.
        tool wc cut paste join comm tr fold fmt expand unexpand column od hexdump strings pr tsort numfmt base64 base32 basenc factor dos2unix-info cmp diff3 colordiff vimdiff-info look
        green - | * --output-separator= --output-width= --output-duplicates --output-tabs? --delete | Formats or compares text.
        tool iconv
        green - | -f= -t= -c -s -l --from-code= --to-code= --list -o=!y --output=!y --silent --verbose | Changes the encoding of text.
        tool diff sdiff
        green - | -u -r -q -b -w -B -i -y -c -N -a -s -d -E -Z -t -T -l -n -e -U= -C= -W= -x= -I= -L= --brief --side-by-side --suppress-common-lines --recursive --color? --unified? --context? --ignore-all-space --ignore-space-change --ignore-case --new-file --exclude= --label= --width= --strip-trailing-cr --text --minimal --no-dereference --report-identical-files --normal -o=!y --output=!y --exclude-from= -X= --expand-tabs --from-file= --to-file= --horizon-lines= --ifdef= -D= --ignore-blank-lines --ignore-file-name-case --ignore-matching-lines= --ignore-tab-expansion --ignore-trailing-space --initial-tab --left-column --line-format= --paginate!y --palette= --rcs --ed --show-c-function -p --show-function-line= -F= --speed-large-files --starting-file= -S= --suppress-blank-empty --tabsize= --unidirectional-new-file --new-line-format= --old-line-format= --unchanged-line-format= --unchanged-group-format= --changed-group-format= --diff-program=!x | Compares {args}.
        tool sort : guarded
        green - | -n -r -u -h -k= -t= -f -b -d -g -i -M -V -R -s -z -c -C -m -S= --numeric-sort --reverse --unique --human-numeric-sort --key= --field-separator= --ignore-case --version-sort --general-numeric-sort --month-sort --stable --check? --merge --zero-terminated --parallel= --debug --ignore-leading-blanks --dictionary-order -o=!y --output=!y -T=!y --temporary-directory=!y --compress-program=!r --files0-from=!y --batch-size= --buffer-size= --ignore-nonprinting --random-sort --sort= --parallel= --random-source= -T= --temporary-directory= --ignore-leading-blanks --dictionary-order --version-sort --stable --check? --zero-terminated --merge --debug --month-sort --files0-from= | Sorts {args}.
        tool uniq : guarded
        green - | -c -d -u -i -f= -s= -w= -z -D --count --repeated --unique --ignore-case --skip-fields= --skip-chars= --check-chars= --zero-terminated --all-repeated? --group? | Drops repeated lines. | args=1
        tool shuf : guarded
        green - | -n= -e -i= -r -z --head-count= --echo --input-range= --repeat -o=!y --output=!y --random-source=!y --zero-terminated | Shuffles lines.
        tool seq : meta
        green - | * | Counts.
        tool jq gojq jaq
        green - | -r -c -s -n -e -S -C -M -a -j -R -j --raw-output --compact-output --slurp --null-input --exit-status --sort-keys --color-output --monochrome-output --ascii-output --join-output --raw-input --tab --indent= --arg= --argjson= --slurpfile= --rawfile= --args --jsonargs --seq --stream --unbuffered -f=!y --from-file=!y -L=!y -h --help --version -V | Picks from JSON. | handler=jq
        tool yq
        green - | -r -c -s -n -e -S -C -M -P -N -j -y -o= -p= -I= --output-format= --input-format= --prettyPrint --no-doc --colors --no-colors --raw-output --compact-output --yaml-output --unwrapScalar? --null-input --exit-status --indent= --arg= -i!y --inplace!y --in-place!y -f=!y --from-file=!y -s=!y --split-exp=!y -w!y --write!y | Picks from YAML. | handler=jq
        green eval,e,eval-all,ea | -r -P -N -j -o= -p= -I= -C -M -e -n --output-format= --input-format= --prettyPrint --no-doc -i!y --inplace!y -s=!y --split-exp=!y --from-file=!y | Picks from YAML. | handler=jq
        tool xq dasel mlr csvcut csvgrep csvlook csvsort csvstat xmllint xmlstarlet hcl2json toml2json gron fx htmlq pup
        yellow - | * | Picks from structured text.
        tool xxd : guarded
        green - | -a -b -c= -C -e -E -g= -h -i -l= -n= -o= -p -ps -s= -u -v -r | Prints bytes. | args=1
        tool less-info man info apropos whatis tldr help
        green - | -k -f -a -s= -w -P=!x --pager=!x -H?!y -C=!y -l!y --all --apropos --ascii --config-file= --debug --default --encoding= --extension= --global-apropos --ignore-case --locale= --manpath= --match-case --names-only --no-hyphenation --no-justification --no-subpages --path --regex --sections= --systems= --troff --usage --warnings? --whatis --where --where-cat --wildcard --exact --long --and -M= -I -i -K -L= -e= -m= -u -c -R= -E= -7 -r --location -d -D | Shows a manual page.
        tool echo : meta
        green - | * | Prints text.
        tool true false : meta
        green - | * | Does nothing.
        tool sleep : meta
        green - | * | Waits.
        tool jobs fg bg disown times : meta
        green - | * | Waits for or lists jobs of this shell.
        tool exit return break continue shift logout : meta
        green - | * | Ends or skips a part of the script.
        tool shopt ulimit : meta
        green - | * | Shows or sets how this shell behaves.
        tool yes
        green - | * | Prints the same line without end. | endless
        tool clear reset tput stty tty
        green - | * | Changes what the terminal shows.
        tool history
        green - | -c!y -d=!y -w!y -a!y -r!y -n!y -s!y | Shows the commands that were typed before. | secret
        tool printenv
        green - | -0 --null | Shows environment variables. | secret
        tool ts pv nl expr bc units cal ncal figlet lolcat
        green - | * | Formats or calculates.
        tool uuidgen mcookie
        green - | -r -t -m -s --random --time --md5 --sha1 -n= -N= -x | Prints a number. | args=0
        tool unalias : meta
        green - | -a | Forgets short names of this shell.
        tool getent
        green - | -s= -i --service= --no-idn --no-addrconfig -i -A | Looks up {args}.
        green shadow,gshadow | * | Looks up passwords. | secret
        tool locale localectl-info
        green - | * | Shows language settings.
        tool envsubst : meta
        green - | -v | Puts variables into text. | secret
        tool zdiff zcmp bzdiff
        green - | * | Compares packed files.
        tool lsb_release
        green - | * | Shows which system this is.
        tool openssl-info
        green - | * | Shows facts.
        tool gpg gpg2
        green - | --list-keys -k --list-sigs --check-sigs --fingerprint --version --verify --list-packets --with-colons --keyid-format= --list-secret-keys -K --batch --no-tty --list-public-keys --check-signatures --list-signatures --print-md= --verbose -v --quiet -q --keyring= --no-default-keyring --with-fingerprint --with-subkey-fingerprint --show-keys --card-status --list-config --status-fd= | Shows or checks keys. | handler=gpg
        """
}
