extension FamilyCommands {
    static let cloud = #"""
        g aws ec2 describe-instances --filters Name=tag:env,Values=prod --query 'Reservations[].Instances[].InstanceId'
        g aws elbv2 describe-target-health --target-group-arn arn:aws:x
        g aws rds describe-db-instances --db-instance-identifier prod
        g aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name CPUUtilization --start-time 2024-01-01T00:00:00Z --end-time 2024-01-01T01:00:00Z --period 60 --statistics Average
        g aws logs tail /ecs/web --since 15m
        gy aws logs tail /ecs/web --follow
        g aws logs filter-log-events --log-group-name /ecs/web --filter-pattern ERROR --limit 50
        g aws ecs list-tasks --cluster prod
        g aws ecs describe-services --cluster prod --services web
        g aws autoscaling describe-auto-scaling-groups --auto-scaling-group-names web
        g aws s3 ls s3://bucket/logs/ --human-readable
        g aws s3api list-objects-v2 --bucket b --max-items 10
        g aws s3api get-bucket-policy --bucket b
        g aws sqs get-queue-attributes --queue-url https://sqs/x --attribute-names All
        g aws sts get-caller-identity
        g aws route53 list-resource-record-sets --hosted-zone-id Z1
        g aws elasticache describe-cache-clusters
        g aws eks list-nodegroups --cluster-name prod
        g aws lambda get-function-configuration --function-name f
        g aws health describe-events
        g aws ce get-cost-and-usage --time-period Start=2024-01-01,End=2024-01-02 --granularity DAILY --metrics UnblendedCost
        g aws kafka list-clusters
        g aws guardduty list-findings --detector-id d
        g aws acm describe-certificate --certificate-arn a
        g aws cloudformation describe-stack-events --stack-name s
        g aws support describe-cases
        gy aws secretsmanager get-secret-value --secret-id db
        gy aws ssm get-parameter --name /prod/db --with-decryption
        gy aws ecr get-login-password
        gy aws kms decrypt --ciphertext-blob fileb://x
        gy aws iam create-access-key --user-name bob
        y aws ec2 start-instances --instance-ids i-1
        y aws ec2 reboot-instances --instance-ids i-1
        y aws ec2 stop-instances --instance-ids i-1
        r aws ec2 terminate-instances --instance-ids i-1
        g aws ec2 terminate-instances --instance-ids i-1 --dry-run
        yr aws ec2 detach-volume --volume-id vol-1
        r aws ec2 delete-volume --volume-id vol-1
        y aws ec2 create-snapshot --volume-id vol-1
        y aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 443 --cidr 10.0.0.0/8
        yr aws ec2 revoke-security-group-ingress --group-id sg-1 --protocol tcp --port 443 --cidr 0.0.0.0/0
        y aws ecs update-service --cluster prod --service web --force-new-deployment
        yr aws ecs update-service --cluster prod --service web --desired-count 0
        y aws autoscaling set-desired-capacity --auto-scaling-group-name web --desired-capacity 8
        yr aws autoscaling terminate-instance-in-auto-scaling-group --instance-id i-1 --no-should-decrement-desired-capacity
        r aws autoscaling delete-auto-scaling-group --auto-scaling-group-name web --force-delete
        yr aws rds reboot-db-instance --db-instance-identifier prod
        r aws rds failover-db-cluster --db-cluster-identifier prod
        r aws rds delete-db-instance --db-instance-identifier prod --skip-final-snapshot
        y aws rds modify-db-instance --db-instance-identifier prod --allocated-storage 200 --apply-immediately
        yr aws rds modify-db-instance --db-instance-identifier prod --no-deletion-protection
        y aws rds create-db-snapshot --db-instance-identifier prod --db-snapshot-identifier s1
        r aws rds promote-read-replica --db-instance-identifier r1
        yr aws elasticache test-failover --replication-group-id c --node-group-id 0001
        r aws s3 rm s3://bucket/data --recursive
        g aws s3 rm s3://bucket/data --recursive --dryrun
        r aws s3 sync . s3://bucket --delete
        y aws s3 cp app.tgz s3://bucket/
        r aws s3 rb s3://bucket --force
        r aws dynamodb delete-table --table-name t
        y aws dynamodb update-table --table-name t --provisioned-throughput ReadCapacityUnits=10,WriteCapacityUnits=10
        gy aws dynamodb scan --table-name t
        g aws dynamodb describe-table --table-name t
        r aws sqs purge-queue --queue-url https://sqs/x
        y aws lambda invoke --function-name f out.json
        y aws cloudfront create-invalidation --distribution-id E1 --paths '/*'
        y aws route53 change-resource-record-sets --hosted-zone-id Z1 --change-batch file://c.json
        yr aws cloudwatch delete-alarms --alarm-names a
        y aws cloudwatch disable-alarm-actions --alarm-names a
        y aws ssm start-session --target i-1
        y aws sso login
        r aws iam delete-user --user-name bob
        yr aws iam detach-role-policy --role-name r --policy-arn p
        r aws kms schedule-key-deletion --key-id k
        r aws cloudformation delete-stack --stack-name s
        y aws cloudformation update-stack --stack-name s --use-previous-template
        r aws eks delete-nodegroup --cluster-name prod --nodegroup-name ng
        y aws eks update-kubeconfig --name prod
        g gcloud compute instances list --filter='status=RUNNING'
        g gcloud container clusters list
        g gcloud container clusters describe prod --region europe-west1
        g gcloud sql instances describe db
        g gcloud sql operations list --instance=db
        g gcloud logging read 'severity>=ERROR' --limit=20 --freshness=10m
        g gcloud compute backend-services get-health web --global
        g gcloud projects list
        g gcloud config list
        g gcloud run services describe web --region us-east1
        g gcloud pubsub subscriptions list
        g gcloud dns record-sets list --zone=z
        g gcloud monitoring dashboards list
        g gcloud compute ssl-certificates list
        g gcloud app versions list
        gy gcloud secrets versions access latest --secret=db
        gy gcloud auth print-access-token
        y gcloud container clusters get-credentials prod
        y gcloud compute instances reset web-1 --zone=z
        y gcloud compute instances stop web-1
        r gcloud compute instances delete web-1 --quiet
        r gcloud sql instances failover db
        yr gcloud sql instances restart db
        r gcloud sql instances delete db
        y gcloud sql instances patch db --tier=db-n1-standard-4
        y gcloud run services update-traffic web --to-revisions=web-1=100
        y gcloud container clusters resize prod --node-pool p --num-nodes 4
        y gcloud compute instance-groups managed resize web --size=5
        y gcloud app deploy
        y gcloud pubsub topics publish t --message hi
        r gcloud pubsub subscriptions delete s
        yr gcloud compute instances detach-disk web-1 --disk=d
        y gcloud compute disks snapshot d
        y gcloud config set project prod
        y gcloud compute ssh web-1
        r gcloud projects delete prod
        g gsutil ls -l gs://b/x
        r gsutil rm -r gs://b/x
        y gsutil cp a gs://b/
        r gsutil rsync -d -r . gs://b
        g bq show ds.t
        g bq ls --format=pretty
        r bq rm -t ds.t
        g az vm list -o table
        g az vm get-instance-view -g rg -n vm1
        g az aks show -g rg -n prod
        g az monitor metrics list --resource id --metric "Percentage CPU"
        g az account show
        g az network nsg rule list -g rg --nsg-name n
        g az webapp show -g rg -n app
        gy az webapp log tail -g rg -n app
        g az postgres flexible-server list
        g az acr repository show-tags -n reg --repository app
        gy az keyvault secret show --vault-name v --name s
        gy az storage account keys list -n acc
        y az vm restart -g rg -n vm1
        y az vm deallocate -g rg -n vm1
        r az vm delete -g rg -n vm1 --yes
        r az group delete -n rg --yes
        y az aks scale -g rg -n prod --node-count 5
        y az aks get-credentials -g rg -n prod
        y az webapp restart -g rg -n app
        y az webapp deployment slot swap -g rg -n app -s staging
        yr az sql db failover -g rg -s srv -n db
        r az sql db delete -g rg -s srv -n db
        yr az postgres flexible-server restart -g rg -n db
        r az storage container delete -n c
        y az network nsg rule create -g rg --nsg-name n -n allow --priority 100
        yr az network nsg rule delete -g rg --nsg-name n -n allow
        yr az redis force-reboot -g rg -n c --reboot-type AllNodes
        y az login
        g doctl compute droplet list
        g doctl kubernetes cluster list
        g doctl databases get db1
        g doctl apps logs app1 --type run
        y doctl compute droplet-action reboot 123
        r doctl compute droplet delete 123 -f
        y doctl kubernetes cluster kubeconfig save prod
        y doctl apps create-deployment app1
        r doctl databases delete db1
        g openstack server list
        y openstack server reboot web-1
        r openstack server delete web-1
        g heroku ps -a web
        gy heroku config -a web
        g heroku logs -n 100 -a web
        gy heroku logs --tail -a web
        y heroku restart -a web
        y heroku ps:scale web=3 -a web
        r heroku pg:reset -a web --confirm web
        g flyctl status -a web
        y fly deploy
        r fly apps destroy web
        g hcloud server list
        r hcloud server delete web
        y hcloud server reboot web
        """#
}
