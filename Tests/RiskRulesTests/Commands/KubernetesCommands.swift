extension FamilyCommands {
    static let kubernetes = #"""
        g kubectl get deploy,sts,ds -n checkout -o wide
        g kubectl get nodes -o custom-columns=NAME:.metadata.name,CPU:.status.capacity.cpu
        g kubectl get pods -A --field-selector=status.phase=Failed
        g kubectl get events -n edge --sort-by=.lastTimestamp | tail -20
        g kubectl describe node worker-7 | grep -A5 Conditions
        g kubectl logs deploy/cart -c app --previous --tail=200
        g kubectl top pod -n cart --containers
        g kubectl rollout history deploy/cart -n shop
        g kubectl rollout status sts/db --timeout=60s
        g kubectl auth can-i create pods --as=system:serviceaccount:ci:runner
        g kubectl api-resources --verbs=list --namespaced -o name
        g kubectl explain hpa.spec.metrics --recursive
        g kubectl get hpa cart -o jsonpath='{.status.currentReplicas}{"\n"}'
        g kubectl --context prod-eu -n shop get ingress
        g kubectl get pvc -n data -o json | jq '.items[].status.phase'
        g kubectl diff -k overlays/prod
        g kubectl config get-contexts
        g kubectl wait --for=condition=Ready pod/cart-0 --timeout=30s
        g kubectl get --raw /healthz
        g kubectl get --raw='/readyz?verbose'
        g kubectl version -o yaml
        g kubectl cluster-info
        gy kubectl cluster-info dump
        g kubectl get crd | grep cert-manager
        g oc get clusteroperators
        g oc adm top nodes
        g oc get co -o wide
        g oc whoami --show-server
        g oc status -n shop
        g oc adm node-logs worker-1 -u kubelet --tail=100
        g oc describe mcp worker
        gy kubectl get secret db-credentials -n shop -o jsonpath='{.data.password}'
        gy kubectl get secret db -o go-template='{{.data.pw}}' | base64 -d
        gy kubectl exec -n shop cart-0 -- df -h
        gy kubectl exec cart-0 -c app -- cat /proc/meminfo
        gy kubectl exec -it deploy/cart -- curl -s localhost:8080/healthz
        y kubectl exec -it cart-0 -- bash
        y kubectl exec -n shop cart-0 -- kill -HUP 1
        r kubectl exec -n shop db-0 -- rm -rf /var/lib/data/wal
        r kubectl exec db-0 -- psql -U app -c 'drop table orders'
        gy kubectl port-forward svc/grafana 3000:80
        gy kubectl proxy --port=8001
        gy kubectl logs -f deploy/cart
        gy kubectl get pods -n shop --watch
        gy kubectl get pods -w
        y kubectl apply -f deploy.yaml
        g kubectl apply -f deploy.yaml --dry-run=server
        g kubectl create deployment x --image=nginx --dry-run=client -o yaml
        y kubectl create namespace scratch
        y kubectl set image deploy/cart app=registry/cart:1.4.2
        y kubectl set env deploy/cart LOG_LEVEL=debug
        y kubectl rollout restart deploy/cart -n shop
        y kubectl rollout undo deploy/cart --to-revision=4
        y kubectl scale deploy/cart --replicas=6
        yr kubectl scale deploy/cart --replicas=0 -n shop
        y kubectl patch hpa cart -p '{"spec":{"maxReplicas":20}}'
        y kubectl annotate pod cart-0 debug=true
        y kubectl label node worker-7 disk=bad --overwrite
        y kubectl cordon worker-7
        y kubectl uncordon worker-7
        yr kubectl drain worker-7 --ignore-daemonsets --delete-emptydir-data
        yr kubectl taint nodes worker-7 key=v:NoExecute
        y kubectl taint nodes worker-7 key=v:NoSchedule
        yr kubectl delete pod cart-0 -n shop
        yr kubectl delete po cart-0 cart-1
        r kubectl delete deploy cart -n shop
        r kubectl delete pods --all -n shop
        r kubectl delete ns shop
        r kubectl delete pvc data-db-0 -n data
        r kubectl delete -f manifests/
        r kubectl delete node worker-7
        r kubectl delete svc,deploy -l app=cart
        yr kubectl replace --force -f pod.yaml
        y kubectl replace -f cm.yaml
        y kubectl edit cm cart -n shop
        y kubectl debug node/worker-7 -it --image=busybox
        y kubectl run tmp --rm -it --image=alpine -- sh
        y kubectl cp shop/cart-0:/tmp/heap.hprof ./heap.hprof
        y kubectl certificate approve csr-x1
        y kubectl config use-context prod
        y kubectl config set-context --current --namespace=shop
        y kubectl create token deployer
        y kubectl autoscale deploy/cart --min=2 --max=9
        y oc adm upgrade --to=4.15.3
        y oc rollout latest dc/web
        y oc adm policy add-scc-to-user anyuid -z default
        y oc scale dc/web --replicas=3
        r oc delete project shop
        y oc new-app nginx
        y oc rsh web-0
        y oc debug node/worker-1
        gy oc get secret pull-secret -n openshift-config -o yaml
        g oc get secrets -n openshift-config
        g oc logs -n openshift-etcd etcd-master-0 -c etcd --tail=50
        gy for p in $(oc get pods -n shop -o name); do oc exec -n shop $p -- nodetool status; done
        gy for n in $(kubectl get nodes -o name); do kubectl describe $n | grep Taints; done
        g kubectl get pods -n shop -o name | wc -l
        g kubectl get pods -l 'app in (cart,web)' --show-labels
        g stern cart -n shop --since 10m --no-follow
        gy stern cart -n shop
        g kubectx -c
        y kubectx prod
        y kubens shop
        g helm ls -A
        g helm status cart -n shop
        g helm history cart
        g helm get values cart -n shop --all
        g helm template ./chart -f values.yaml
        g helm diff upgrade cart ./chart
        g helm search repo redis --versions
        g helm upgrade cart ./chart --dry-run
        y helm upgrade --install cart ./chart -n shop --wait
        y helm rollback cart 12
        r helm uninstall cart -n shop
        r helm delete cart
        y helm repo update
        y helm pull bitnami/redis
        g argocd app get cart
        g argocd app list -o wide
        g argocd app diff cart
        g argocd app history cart
        g argocd app wait cart --health --timeout 120
        g argocd app logs cart --tail 50
        y argocd app sync cart
        yr argocd app sync cart --prune
        y argocd app set cart -p image.tag=1.2
        y argocd app rollback cart 3
        r argocd app delete cart --cascade
        r argocd app delete-resource cart --kind Deployment --resource-name cart
        y argocd app terminate-op cart
        g argocd cluster list
        y argocd login argo.example.com --sso
        g flux get kustomizations -A
        g flux logs --level=error --tail=20
        g flux diff kustomization apps --path ./apps
        g flux check
        y flux reconcile kustomization apps --with-source
        y flux suspend helmrelease cart -n shop
        y flux resume helmrelease cart -n shop
        r flux delete kustomization apps
        r flux uninstall
        g istioctl proxy-status
        g istioctl analyze -n shop
        g istioctl proxy-config clusters cart-0.shop
        g istioctl pc routes cart-0 -n shop
        g istioctl version
        y istioctl install --set profile=default
        y istioctl proxy-config log cart-0 --level debug
        r istioctl uninstall --purge
        g linkerd check
        g linkerd viz stat deploy -n shop
        g cilium status
        g cilium-dbg endpoint list
        g calicoctl get nodes
        g calicoctl node status
        r calicoctl delete ippool default-pool
        g kubeadm certs check-expiration
        y kubeadm certs renew all
        r kubeadm reset -f
        y kubeadm token create --print-join-command
        g velero backup get
        g velero backup describe nightly --details
        y velero backup create b1 --include-namespaces shop
        yr velero restore create --from-backup b1
        r velero backup delete b1 --confirm
        g kubectl argo rollouts get rollout cart -n shop
        y kubectl argo rollouts promote cart
        y kubectl argo rollouts abort cart
        g kubectl cert-manager status certificate web
        y cmctl renew web-tls
        g kubectl krew list
        g kubectl get pod cart-0 -o yaml | yq '.spec.containers[].image'
        y kubectl annotate externalsecret db force-sync=$(date +%s) --overwrite
        r kubectl patch pvc data-db-0 -p '{"metadata":{"finalizers":null}}'
        yr kubectl patch ns shop --type=json -p '[{"op":"remove","path":"/spec/finalizers"}]'
        g crictl ps -a
        g crictl logs --tail 50 3f2c
        g crictl inspect 3f2c
        yr crictl rmi --prune
        y crictl stop 3f2c
        g ctr -n k8s.io containers ls
        g ctr -n k8s.io images ls -q
        yr ctr -n k8s.io images rm docker.io/library/nginx:1.2
        g minikube status
        r minikube delete
        g eksctl get cluster
        r eksctl delete cluster --name prod
        y eksctl scale nodegroup --cluster prod --name ng1 --nodes 5
        g k3s kubectl get nodes
        g talosctl health
        g talosctl -n 10.0.0.4 dmesg
        r talosctl reset -n 10.0.0.4
        y talosctl reboot -n 10.0.0.4
        """#
}
