extension FamilyCommands {
    static let container = #"""
        g docker ps -a --filter status=exited
        g docker logs --tail 100 --since 10m web
        gy docker logs -f web
        g docker inspect -f '{{.State.Health.Status}}' web
        g docker stats --no-stream
        gy docker stats
        g docker images --digests
        g docker system df -v
        g docker top web
        g docker network ls
        g docker volume inspect pgdata
        g docker compose ps
        g docker compose logs --tail=50 api
        g docker compose config --services
        g docker-compose ps
        g docker info --format '{{.ServerVersion}}'
        g docker port web
        g docker diff web
        g docker history nginx:1.25
        g docker node ls
        g docker service ls
        g docker service ps web --no-trunc
        y docker restart web
        y docker stop web
        y docker start web
        y docker kill -s HUP web
        y docker pull nginx:1.25
        y docker run --rm -d -p 80:80 nginx
        gy docker exec web cat /etc/nginx/nginx.conf
        gy docker exec -i db psql -U app -c 'select 1'
        y docker exec -it web sh
        yr docker rm web
        r docker rm -f $(docker ps -aq)
        yr docker rmi old:1
        yr docker image prune -f
        r docker system prune -af --volumes
        r docker volume rm pgdata
        r docker volume prune -f
        r docker container prune -f
        yr docker network prune -f
        y docker compose up -d api
        y docker compose restart api
        y docker compose down
        r docker compose down -v
        y docker service update --force web
        yr docker service scale web=0
        y docker service scale web=4
        yr docker service rm web
        r docker swarm leave --force
        y docker node update --availability drain n1
        y docker cp web:/tmp/x .
        y docker load -i img.tar
        y docker save -o img.tar nginx
        y docker tag a:1 b:1
        y docker push registry/app:1
        y docker update --memory 1g web
        y docker build -t app .
        g podman ps --all
        g podman pod ps
        g podman logs --tail 20 web
        y podman restart web
        r podman system prune -a -f
        r podman volume rm data
        y podman generate systemd --new web
        g nerdctl ps
        y docker login registry.example.com
        g docker version
        g docker context ls
        y docker context use prod
        g docker buildx ls
        yr docker builder prune -f
        g docker events --since 10m --until 1m
        gy docker events
        yr docker pause web
        """#
}
