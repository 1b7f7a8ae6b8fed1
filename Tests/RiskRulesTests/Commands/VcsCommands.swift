extension FamilyCommands {
    static let vcs = #"""
        g git status -sb
        g git log --oneline -10
        g git log --since='2 days ago' -- app/
        gy git diff HEAD~1
        gy git diff main...feature
        gy git show HEAD:README.md
        gy git blame -L 10,20 f
        g git branch -a
        g git branch --show-current
        g git remote -v
        g git rev-parse HEAD
        g git describe --tags
        g git stash list
        g git tag -l
        g git ls-files
        g git grep foo
        g git shortlog -sn
        g git reflog
        g git config --list
        g git ls-remote origin
        gy git fetch --all
        y git pull --rebase
        y git checkout main
        y git switch main
        y git checkout -b hotfix
        y git merge main
        y git revert HEAD --no-edit
        y git cherry-pick abc
        y git add .
        y git commit -m 'drop table'
        y git push origin main
        r git push --force
        yr git push --force-with-lease
        r git push origin --delete x
        r git push origin :x
        y git tag v1
        yr git tag -d v1
        y git stash
        r git stash drop
        y git stash pop
        r git reset --hard origin/main
        y git reset HEAD f
        r git clean -fdx
        g git clean -n
        r git checkout -- .
        r git restore f
        yr git branch -D x
        yr git rebase main
        yr git commit --amend
        y git clone https://x/y
        y git config user.name x
        y git submodule update --init
        r git filter-branch --all
        yr git gc --prune=now
        y git worktree add ../x
        y git bisect start
        g gh pr list
        g gh pr view 12
        g gh pr diff 12
        g gh run list --limit 5
        g gh run view 123 --log-failed
        gy gh run watch 123
        y gh run rerun 123
        y gh pr merge 12
        y gh workflow run deploy.yml
        yr gh run cancel 123
        r gh repo delete x --yes
        yr gh release delete v1
        y gh pr close 12
        y gh issue create -t x -b y
        g gh api repos/x/y/commits
        y gh api -X POST repos/x/y/dispatches
        yr gh api -X DELETE repos/x/y/git/refs/heads/z
        gy gh auth token
        g gh auth status
        g gh secret list
        y gh secret set X -b y
        g glab mr list
        g glab ci status
        y glab ci run
        y glab mr merge 4
        g pd incident list
        y pd incident ack -i X
        y pd incident resolve -i X
        g pd oncall list
        g amtool alert query
        g amtool silence query
        y amtool silence add alertname=x -d 1h -c y
        yr amtool silence expire abc
        g promtool check rules r.yml
        g promtool query instant http://p up
        g logcli query '{app="x"}' --limit 10
        gy logcli query '{app="x"}' --tail
        g mimirtool rules list
        g grafana-cli plugins ls
        y grafana-cli plugins install x
        yr grafana-cli admin reset-admin-password x
        g jenkins-cli list-jobs
        g sentry-cli releases list
        g datadog-agent status
        y datadog-agent restart
        """#
}
