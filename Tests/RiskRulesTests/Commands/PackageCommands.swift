extension FamilyCommands {
    static let package = #"""
        g apt list --installed
        g apt-cache policy nginx
        g apt-get -s upgrade
        g dpkg -l | grep nginx
        g dpkg -S /usr/bin/x
        y apt-get update
        y apt-get install -y nginx=1.2
        yr apt-get remove nginx
        r apt-get purge -y nginx
        yr apt-get autoremove
        yr apt-get dist-upgrade
        y apt-mark hold nginx
        g apt-mark showhold
        y apt-get clean
        y dpkg -i x.deb
        yr dpkg -r nginx
        r dpkg --purge nginx
        y dpkg --configure -a
        g yum list installed
        g dnf history
        g dnf check-update
        y dnf install nginx
        yr dnf remove nginx
        y dnf upgrade -y
        yr dnf history undo 4
        y yum clean all
        g rpm -qa
        g rpm -qi nginx
        yr rpm -e nginx
        y rpm -Uvh x.rpm
        g pip list
        g pip show x
        g pip freeze
        y pip install -U x
        yr pip uninstall -y x
        g pip check
        g npm ls
        g npm outdated
        g npm view x version
        y npm ci
        y npm install
        yr npm uninstall x
        y npm publish
        yr npm unpublish x
        g npm audit
        g gem list
        y gem install x
        g snap list
        y snap refresh x
        y snap restart x
        yr snap remove x
        r snap remove --purge x
        g snap changes
        y brew install x
        g brew list
        g apk info
        y apk add x
        yr apk del x
        g zypper se nginx
        y zypper in nginx
        g flatpak list
        y yarn install
        g cargo --version
        y go install x@latest
        g go version
        y conda install x
        g conda list
        yr conda remove x
        g apt show nginx
        g apt-file search x
        g needrestart -b
        y unattended-upgrade
        g unattended-upgrade --dry-run
        """#
}
