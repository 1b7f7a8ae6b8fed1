extension BuiltInTables {
    /// git and the forges.
    static let git = """
        tool git-table : guarded
        options -C= --no-pager --no-optional-locks --version --bare --literal-pathspecs -P -p!y --paginate!y -c=!y --git-dir=!y --work-tree=!y --exec-path?!y --namespace=!y --config-env=!y
        group gitlog --oneline -n= -# --since= --until= --after= --before= --author= --grep= -p -u --patch --stat --shortstat --numstat --name-only --name-status --graph --decorate? --all --format= --pretty? --date= --abbrev-commit --follow --merges --no-merges --first-parent -S= -G= -L= --reverse --max-count= --color? --no-color -i --left-right --cherry-pick --branches? --tags? --remotes? -s --no-patch -m -w -b --ignore-all-space --diff-filter= --word-diff? -U= --unified= --cached --staged -M -z --raw --minimal --patience --exit-code --quiet --check --no-ext-diff --no-textconv --relative? --abbrev? --summary --full-index --binary --dirstat? --skip= --committer= --show-signature --topo-order --date-order --no-prefix --compact-summary --merge-base -R -a --text --ignore-space-at-eol --ext-diff!y --textconv!y --output=!y --output-indicator-new= --submodule?
        green log,show,diff,whatchanged,shortlog | @gitlog -e --patch-with-stat --cc -W --function-context | Shows history or differences. | handler=gitpatch
        green status | -s -b -u? -sb -z --short --branch --porcelain? --untracked-files? --ignored --long -v --show-stash --column? --ignore-submodules? | Shows what has changed.
        green blame,annotate | -L= -w -C -M -e -s -l -t -f -n --since= --date= -p --porcelain --show-email --incremental --no-textconv --no-ext-diff --textconv!y --ext-diff!y | Shows who wrote what. | handler=gitpatch
        green rev-parse,rev-list,describe,name-rev,merge-base,ls-files,cat-file,show-ref,for-each-ref,count-objects,var,diff-tree,diff-index,diff-files,cherry,verify-commit,verify-tag,ls-tree,check-ignore,check-attr,version,help,fsck,range-diff,show-branch,get-tar-commit-id,patch-id,whatchanged | --oneline --format= --tags --always --abbrev? --long --all --short? --verify -s -p -t -e -r -l -d -o -c -m -i -v -z --count --is-ancestor --show-toplevel --abbrev-ref? --name-only --sort= --contains? --points-at= --match= --dirty? --exact-match --heads --hash? --others --cached --deleted --modified --stage --exclude-standard -n= --max-count= --left-right --first-parent --is-inside-work-tree --git-dir --show-current --full --no-dangling --connectivity-only --unreachable --reverse --since= --until= --author= --quiet -q --human-readable -vH -H --batch-check? --no-reflogs --error-unmatch --name-status -a --all-match --objects | Shows what is in the repository.
        green grep | -n -i -l -c -e= -E -F -P -w -v -h -H -A= -B= -C= --cached --untracked --name-only --count -p -W -q --heading --break --all-match --and --or --not --no-index -L -o -r --color? --open-files-in-pager?!y -O?!y | Searches the repository.
        green ls-remote | --heads --tags -h -t --refs --exit-code --sort= -q --symref --get-url --upload-pack=!y -o=!y --server-option=!y --exec=!y | Lists branches of another repository. | handler=gitremote
        green branch | -a -r -v -vv --list -l --all --remotes --contains? --merged? --no-merged? --show-current --sort= --format= --points-at= --column? --no-color --color? --abbrev? -i -d!y --delete!y -D!r -m!y -M!r -c!y -C!r --move!y --copy!y --set-upstream-to=!y -u=!y --unset-upstream!y --edit-description!y -f!r --force!r --track?!y -t!y --no-track!y --no-list!y --create-reflog!y -q | Shows branches. | handler=gitbranch
        green tag | -l --list -n? --sort= --contains? --points-at= --merged? --no-merged? --format= -v --column? -i --no-contains? -d!r --delete!r -f!r --force!r -a!y -s!y -m=!y -F=!y -u=!y --annotate!y --sign!y | Shows tags. | handler=gitbranch
        green remote | -v --verbose | Shows other repositories. | args=0
        green remote show,get-url | -n --all --push | Shows another repository.
        green stash list,show | @gitlog -u --include-untracked | Shows what is stashed. | handler=gitpatch
        green config | --list -l --get= --get-all= --get-regexp= --global --system --local --show-origin --show-scope --name-only --worktree -z --type= --bool --int --default= --includes --get-urlmatch= --unset!y --unset-all!r --add!y --replace-all!y -e!y --edit!y --remove-section!r --rename-section!y -f=!y --file=!y --blob= | Shows settings. | handler=gitconfig
        green reflog | @gitlog | Shows where branches have been. | handler=gitpatch
        green reflog show,exists | @gitlog | Shows where branches have been. | handler=gitpatch
        green worktree list | -v --porcelain -z | Shows working trees.
        green submodule status,summary | --recursive --cached | Shows submodules.
        green notes list,show | | Shows notes.
        green bisect log,view,visualize | | Shows a search for a bad change.
        green archive | --list -l | Lists formats. | args=0
        green fetch,pull,push | --dry-run -n -v --all --tags -p --prune | Shows what would be fetched. | handler=gitfetch
        yellow add,commit,checkout,switch,merge,cherry-pick,revert,apply,am,mv,init,clone,submodule,restore,rm,reset,clean,gc,stash,bisect,worktree,remote,notes,rebase,maintenance,sparse-checkout,lfs,subtree,archive,bundle,format-patch,update-index,read-tree,write-tree,commit-tree,update-ref,symbolic-ref,replace,repack,prune,filter-branch,filter-repo,pack-refs,send-email,request-pull,mergetool,difftool,rerere,svn,daemon,instaweb,gui,gitk,hash-object,mktag,mktree,unpack-objects,credential,svn,p4,cvsimport,fast-import,fast-export,prune-packed,multi-pack-index,commit-graph,index-pack,stage | -n!d --dry-run!d | Changes the repository: {args}. | target={last}; handler=git
        red reflog expire,delete | | Forgets where branches have been. | target=reflog
        tool gh glab hub : guarded
        options -R= --repo= --json= --jq= -q= -L= --limit= --state= -s= --label= -l= --search= --author= --assignee= -a= --web!y -w!y --template= -t= --branch= -b= --workflow= --log --log-failed --comments -c --hostname= --paginate --exclude-drafts --exclude-pre-releases --repo= --user= -u= --job= -v --verbose --output= -F= --event= --status= --head= -H= --base= -B= --name-only --patch --color= -g= --page= -p= -P= --per-page= --all -A --order= --exit-status --watch!e
        green pr,issue,run,release,repo,workflow,gist,ruleset,cache,label,project,mr,ci,pipeline,job,variable,milestone,org,search list,view,status,diff,checks,ls,show,get,trace,repos,prs,issues,code,commits
        green status,version,help,browse-info
        yellow workflow disable,enable | | Changes whether the workflow {1} runs. | target={1}
        yellow workflow run | * | Starts the workflow {1}. | target={1}
        green run watch | -i= --interval= --exit-status --compact | Waits for the run {1}. | args=1
        green auth status | -t!s --show-token!s | Shows who is logged in.
        green auth token | | Prints a token. | secret
        green secret list,ls
        green api | -X=!y -f=!y -F=!y --field=!y --raw-field=!y --input=!y --method=!y -H= --paginate --cache= -i --include -q= --jq= -t= | Asks the forge. | handler=ghapi
        red repo,release,gist,secret,variable,cache,label,issue,run,ssh-key,gpg-key,project,workflow,deploy-key,mr,ci,environment delete,remove,purge,archive,rm | | Deletes {args}. | target={last}
        tool svn hg
        green log,status,st,diff,info,list,ls,cat,blame,annotate,heads,branches,tags,summary,identify,id,incoming,outgoing,parents,help,praise,propget,proplist | -r= -l= -v -q --limit= --stat -g -c= --verbose --rev= -p --xml -R | Shows history.
        yellow add,commit,ci,update,up,checkout,co,merge,copy,cp,move,mv,pull,push,clone,switch,resolve,cleanup,revert | | Changes the repository.
        red delete,rm,remove,strip,purge,rollback | | Deletes from the repository. | target={last}
        """
}
