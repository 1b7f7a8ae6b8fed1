extension FamilyCommands {
    static let iac = #"""
        g terraform plan -target=module.web
        g terraform state list
        g terraform state show aws_instance.web
        g terraform output
        gy terraform output -json
        gy terraform plan -out=tf.plan
        g terraform fmt -check -recursive
        y terraform fmt
        g terraform validate
        y terraform init -upgrade
        g terraform workspace list
        y terraform workspace select prod
        yr terraform apply
        r terraform apply -auto-approve
        yr terraform apply tf.plan
        r terraform destroy
        r terraform state rm aws_instance.web
        yr terraform state mv a b
        y terraform import aws_instance.web i-1
        yr terraform taint aws_instance.web
        y terraform refresh
        yr terraform force-unlock abc
        g tofu plan
        r tofu destroy -auto-approve
        g terragrunt plan
        yr terragrunt apply
        r terragrunt run-all destroy
        g pulumi preview --diff
        g pulumi stack ls
        g pulumi stack output
        yr pulumi up --yes
        r pulumi destroy -y
        y pulumi refresh
        r pulumi stack rm dev
        g ansible all -m ping
        g ansible-inventory --list
        g ansible-playbook site.yml --list-tasks
        g ansible-playbook site.yml --syntax-check
        y ansible-playbook site.yml --limit web
        yr ansible-playbook site.yml --check --diff
        y ansible web -m service -a 'name=nginx state=restarted' -b
        gy ansible web -m shell -a 'uptime'
        r ansible web -m shell -a 'rm -rf /srv/data'
        g ansible-galaxy collection list
        g ansible-doc -l
        g knife node list
        g knife node show web1 -a cpu
        g knife status
        g knife search node 'role:web' -i
        y knife bootstrap 10.0.0.5 -N web2
        y knife ssh 'role:web' 'sudo chef-client'
        r knife node delete web1 -y
        r knife client delete web1
        y knife cookbook upload web
        y chef-client
        g chef-client --why-run
        g puppet agent -t --noop
        y puppet agent -t
        y puppet agent --disable "maintenance"
        y puppet agent --enable
        y puppet apply site.pp
        g puppet resource package nginx
        g puppet config print certname
        r puppetserver ca clean --certname web1
        y puppetserver ca sign --certname web1
        g facter os
        g salt '*' test.ping
        g salt 'web*' grains.get os
        y salt 'web*' state.apply nginx
        g salt 'web*' state.apply nginx test=True
        y salt 'web*' service.restart nginx
        gy salt 'web*' cmd.run 'uptime'
        r salt 'web*' cmd.run 'rm -rf /srv'
        g salt-key -L
        yr salt-key -d web1
        y salt-key -a web1
        y salt-call state.highstate
        g salt-run jobs.active
        g packer validate t.pkr.hcl
        y packer build t.pkr.hcl
        g vagrant status
        y vagrant up
        r vagrant destroy -f
        g terraform graph
        g terraform version
        g terraform providers
        gy terraform console
        g cdk diff
        yr cdk deploy
        r cdk destroy
        g serverless info
        r sls remove
        """#
}
