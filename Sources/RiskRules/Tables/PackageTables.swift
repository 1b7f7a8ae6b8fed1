extension BuiltInTables {
    /// Packages of systems and of languages.
    static let packages = """
        tool apt apt-get aptitude
        options -y -q -qq -s!d --simulate!d --dry-run!d --just-print!d --no-act!d --recon!d -V -u -a --installed --upgradable --all-versions --no-install-recommends --assume-yes --yes -f -t= --fix-broken --allow-downgrades --allow-change-held-packages!y --print-uris -o=!x -c=!x --option=!x --config-file=!x --only-upgrade --reinstall -m --download-only -d --names-only -n
        green list,search,show,policy,changelog,depends,rdepends,showsrc,check,moo,madison,indextargets,why,why-not,versions | | Shows packages {args}.
        yellow install,update,upgrade,download,safe-upgrade,full-upgrade-check,clean,autoclean,reinstall,build-dep,source,edit-sources,satisfy,mark,hold,unhold,markauto,unmarkauto | --purge!r | Changes packages: {args}. | target={1}
        red purge,remove,autoremove,autopurge,dist-upgrade,full-upgrade,dselect-upgrade | | Removes packages: {args}. | target={1}
        tool apt-cache apt-file dpkg-query dlocate apt-config debsums deborphan
        green - | * -o=!x --option=!x -c=!x --config-file=!x | Shows packages {args}.
        tool apt-mark
        green showhold,showmanual,showauto | | Shows packages.
        yellow hold | | Keeps packages from being upgraded: {args}. | undo=apt-mark unhold {args}
        yellow auto,manual | | Changes how packages are kept: {args}.
        yellow unhold | | Lets packages be upgraded. | undo=apt-mark hold {args}
        tool apt-key add-apt-repository
        green list,finger | | Lists keys.
        yellow * | | Changes where packages come from.
        tool dpkg
        green - | -l -L -s -S -p -I -c -C -V --list --listfiles --status --search --print-avail --info --contents --audit --verify --get-selections --print-architecture --compare-versions --version -f --no-pager --verify-format= --field -f --print-foreign-architectures --validate-pkgname= --validate-version= --fsys-tarfile= --admindir= --root=!y --instdir=!y --show --print-architecture --get-selections --no-act --dry-run --simulate | Shows packages {args}. | handler=dpkg
        tool yum dnf microdnf tdnf
        options -y -q -v --showduplicates --enablerepo= --disablerepo= --installed --available --all -C --assumeyes --assumeno!d --releasever= --setopt=!y --nogpgcheck!y --best --skip-broken --downloadonly
        green list,search,info,check-update,provides,whatprovides,repolist,deplist,repoquery,updateinfo,check,leaves,alias | | Shows packages {args}.
        green history - | | Shows what was installed.
        green history list,info
        yellow install,update,upgrade,makecache,clean,localinstall,reinstall,groupinstall,swap,mark,versionlock,builddep,config-manager,copr,module,group,download,upgrade-minimal,update-minimal,downgrade | | Changes packages: {args}. | target={1}
        yellow history undo,redo,rollback
        red remove,erase,autoremove,distro-sync,system-upgrade | | Removes packages: {args}. | target={1}
        tool rpm
        green - | -q -a -i -l -f -c -V -p -R -s -d -qa -qi -ql -qf -qc -qp -qd -Va -K --query --all --info --list --file --changes --changelog --verify --last --qf= --queryformat= --scripts --provides --requires --whatprovides= --whatrequires= --checksig --version --eval= | Shows packages {args}. | handler=rpm
        tool zypper
        options -n -q -y --non-interactive --no-refresh -i -s -t= --dry-run!d -D!d
        green search,se,info,if,list-updates,lu,repos,lr,packages,pa,patterns,pt,services,ls,locks,ll,what-provides,patch-check,pchk,list-patches,lp,ps,verify | | Shows packages {args}.
        yellow install,in,update,up,refresh,ref,patch,addrepo,ar,addlock,al,clean,modifyrepo,mr | | Changes packages: {args}. | target={1}
        red remove,rm,dist-upgrade,dup,removerepo,rr | | Removes packages: {args}. | target={1}
        tool pacman yay
        green - | -Q -Qi -Ql -Qo -Qs -Ss -Si -Qe -Qu -Qk -Fl -F -Qdt -Qm -Sl -Sg -V | Shows packages {args}.
        yellow - | -S -Sy -Syu -U -D -Sc -Syyu -Su | Changes packages: {args}. | handler=pacman
        tool apk
        green info,list,search,policy,version,stats,dot,audit,verify | * | Shows packages {args}.
        yellow add,update,upgrade,fetch,cache,fix | -s!d --simulate!d | Changes packages: {args}. | target={1}
        red del | -s!d --simulate!d | Removes packages: {args}. | target={1}
        tool snap flatpak
        green list,info,find,version,changes,change,services,connections,search,remote-ls,remotes,history,known,interfaces,tasks,warnings,logs,get | --all -n= | Shows packages {args}.
        yellow install,refresh,update,start,restart,enable,set,connect,disconnect,revert,alias,switch,stop,disable,run,unset,login,logout,ack,download,mask,override,pin | | Changes {args}. | target={1}
        red remove,uninstall,purge | | Removes {args}. | target={1}
        tool brew port
        green list,ls,info,search,deps,uses,outdated,config,doctor,leaves,desc,home,cat,log,--version,--prefix | * | Shows packages {args}.
        yellow install,upgrade,update,tap,link,unlink,pin,unpin,services,cleanup,reinstall,switch,bundle | | Changes {args}. | target={1}
        red uninstall,remove,rm,untap,autoremove | | Removes {args}. | target={1}
        tool pip pip3 pipx uv
        options --cache-dir= --cert= --client-cert= --debug --disable-pip-version-check --exists-action= --isolated --keyring-provider= --log=!y --no-cache-dir --no-color --no-index --no-input --no-python-version-warning --proxy= --python=!x --quiet -q --require-virtualenv --retries= --timeout= --trusted-host=!y --use-deprecated= --use-feature= --verbose -v -vv
        green list,show,freeze,check,search,help,inspect,debug,index,hash,tree | * | Shows packages {args}.
        green cache dir,info,list
        green config list,get
        green - | --version -V | Shows the version. | args=0
        yellow install,download,wheel,upgrade,sync,run,inject,ensurepath,add,lock,venv,tool,reinstall-all | --dry-run!y | Changes packages: {args}. | target={1}
        yellow cache purge,remove
        yellow config set,unset,edit
        red uninstall,uninstall-all,remove | | Removes packages: {args}. | target={1}
        tool npm yarn pnpm
        green ls,list,view,info,outdated,search,why,explain,root,bin,prefix,ping,whoami,help,fund,doctor,versions,licenses | * --node-options=!x --script-shell=!x --userconfig=!y --globalconfig=!y --prefix=!y | Shows packages {args}.
        green config list,get,ls
        green audit - | --json --production --omit= | Checks packages.
        green - | --version -v | Shows the version. | args=0
        yellow install,i,ci,add,update,upgrade,link,run,start,test,rebuild,dedupe,version,pack,init,exec,dlx,login,logout,stop,restart,build,set,prune,token,tag,dist-tag,access,owner | --dry-run!y | Runs or changes packages: {args}. | target={1}
        yellow audit fix
        yellow cache clean,add,verify
        yellow config set,delete,edit
        yellow publish | --dry-run!d --tag= --access= --otp= | Publishes {args}.
        red unpublish,deprecate,uninstall,remove,rm,un | --dry-run!y | Removes or publishes {args}. | target={1}
        tool npx bunx pnpx
        yellow - | * | Runs a package that may be fetched first. | target={1}
        tool gem
        green list,search,info,contents,dependency,environment,which,specification,outdated,query,stale,check,sources | * | Shows packages {args}.
        yellow install,update,fetch,build,pristine,unpack,cleanup,push,signin,rebuild | | Changes packages: {args}. | target={1}
        red uninstall,yank,owner | | Removes packages: {args}. | target={1}
        tool cargo go dotnet mvn gradle gradlew make cmake ninja bazel composer poetry pipenv mix rebar3 sbt lein stack cabal swift rustup nvm rbenv pyenv asdf tox
        yellow - | * | Builds or runs code that is not shown here. | target={1}
        green version,env,help,tree,metadata | -version --version | Shows settings of {args}.
        tool java
        green - | -version --version -XshowSettings:vm | Shows the version. | args=0
        yellow * | * | Runs a program that is not shown here. | target={last}
        yellow - | -jar= -cp= -D? -X? | Runs a program that is not shown here. | handler=java
        """
}
