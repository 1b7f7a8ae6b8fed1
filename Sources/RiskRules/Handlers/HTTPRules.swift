import ByteText
import RunbookModel

extension ToolHandlers {
    static let http: [String: Handler] = [
        "curl": { analyzer, call in analyzer.judgeCurl(call) },
        "wget": { analyzer, call in analyzer.judgeWget(call) },
        "http": { analyzer, call in analyzer.judgeHTTPie(call) },
        "https": { analyzer, call in analyzer.judgeHTTPie(call) },
        "xh": { analyzer, call in analyzer.judgeHTTPie(call) },
    ]
}

/// A request as the rules see it.
struct HTTPRequest {
    var method: String
    var url: String
    var body: String = ""

    private static let destructivePaths = [
        "_delete_by_query", "/shutdown", "delete_series", "/_close", "quitquitquit", "/-/quit", "/quit", "/_shutdown",
        "/stop", "/_forcemerge-never", "/drain", "/failover", "/destroy",
        "/delete", "/purge", "/truncate", "/drop", "/wipe", "/reset", "/factory", "/step-down", "/kill",
        "/poweroff", "/terminate", "/force-remove",
    ]
    private static let readPaths = [
        "/_search", "/_count", "/_msearch", "/_mget", "/_explain", "/_validate/query", "/_analyze", "/api/v1/query",
        "/api/v1/query_range",
        "/api/v1/series", "/api/v1/labels", "/_field_caps", "/_sql", "/loki/api/v1/query", "/_cat/",
        "/_nodes/hot_threads",
    ]

    /// The path in lower case, without query.
    var path: String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let path = rest.firstIndex(of: "/").map { rest[$0...] } ?? "/"
        return path.prefix { $0 != "?" && $0 != "#" }.lowercased()
    }

    /// Host and path for a person.
    var place: String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        return String(rest.prefix { $0 != "?" }.map { $0 == Argument.unknownPart ? "…" : $0 }.prefix(80))
    }

    var destroys: Bool {
        let path = path
        return Self.destructivePaths.contains { path.contains($0) }
    }

    /// A search that comes as a POST, with nothing in it that writes.
    var isSearch: Bool {
        let path = path
        return !destroys && Self.readPaths.contains { path.contains($0) }
    }

    /// Addresses that hand out credentials.
    var discloses: Bool {
        let isMetadata = url.holds("169.254.169.254") || url.holds("metadata.google.internal")
        let isPlainFact = [
            "instance-id", "hostname", "local-ipv4", "public-ipv4", "instance-type", "placement/", "ami-id", "/zone",
            "/name",
            "/machine-type", "instance/id", "security-groups", "/mac", "events/maintenance", "spot/",
        ].contains { path.hasSuffix($0) || $0.hasSuffix("/") && path.contains($0) }
        return isMetadata && !(isPlainFact && !path.holds("iam")) || url.holds("/v1/secret")
            || path.holds("/secrets") || path.holds("/env") && path.holds("actuator")
            || path.holds("heapdump")
            || path.holds("/credentials") || path.holds("/latest/meta-data/iam") || path.holds("/configprops")
    }
}

extension ScriptAnalyzer {
    private static let curlRule = WrapperRule(
        "-s -S -f -L -k -i -v -g -N -q -4 -6 -0 -1 -2 -3 -a -j -l -p -# -n -Z -R -B "
            + "--silent --show-error --fail --fail-with-body --location --insecure --include --verbose --globoff --no-buffer --ipv4 --ipv6 "
            + "--http1.0 --http1.1 --http2 --http2-prior-knowledge --http3 --tlsv1 --tlsv1.2 --tlsv1.3 --compressed --no-progress-meter --progress-bar "
            + "--tcp-nodelay --no-keepalive --path-as-is --raw --head -I --get -G --anyauth --basic --digest --ntlm --negotiate --ssl-reqd --netrc --parallel --no-alpn "
            + "-m= --max-time= --connect-timeout= --retry= --retry-delay= --retry-max-time= --retry-connrefused --retry-all-errors "
            + "-H= --header= -A= --user-agent= -e= --referer= -u= --user= -x= --proxy= --noproxy= -U= --proxy-user= "
            + "-w= --write-out= --resolve= --connect-to= --interface= --cacert= --capath= -E= --cert= --key= --cert-type= --key-type= --pass= --ciphers= "
            + "-b= --cookie= --url= -X= --request= -r= --range= -Y= -y= --limit-rate= --max-redirs= --unix-socket= --abstract-unix-socket= --oauth2-bearer= "
            + "--aws-sigv4= --dns-servers= --keepalive-time= --max-filesize= --proto= --tls-max= --speed-time= --speed-limit= -z= --time-cond= --local-port= --doh-url= --haproxy-protocol --happy-eyeballs-timeout-ms= "
            + "-o= --output= -O --remote-name -J --remote-header-name --remote-name-all -D= --dump-header= -c= --cookie-jar= --trace= --trace-ascii= --trace-time --stderr= --create-dirs --output-dir= -C= --continue-at= "
            + "-d= --data= --data-raw= --data-binary= --data-urlencode= --data-ascii= --json= -F= --form= --form-string= -T= --upload-file= --url-query= --retry-max= "
            + "-K= --config= --help --version -V -h -M --location-trusted --proxy-insecure --no-sessionid --post301 --post302 --request-target= --styled-output --no-styled-output"
    )

    mutating func judgeCurl(_ call: Call) {
        let parsed = ParsedCall(call.arguments, arities: Self.curlRule.arities, singleDash: false)
        reportStrangers(parsed, call)
        if parsed.mayHideOptions {
            addUnknown("curl", "The output of a command stands where curl takes options.", "$(…)", call.range)
        }
        var request = HTTPRequest(method: "GET", url: "")
        request.url = (parsed.value("--url") ?? parsed.operands.first?.text) ?? ""
        var data: [String] = []
        var uploads = false
        for option in parsed.options {
            let value = option.value?.text ?? ""
            switch option.name {
            case "-o", "--output", "-D", "--dump-header", "-c", "--cookie-jar", "--trace", "--trace-ascii", "--stderr":
                if let file = option.value { writeFile(file, option.range) }
            case "-O", "--remote-name", "-J", "--remote-header-name", "--remote-name-all":
                add(
                    .yellow, "curl.download", "Writes what it gets into a file.", option.range,
                    effect: "Downloads \(request.place) into a file.")
            case "-d", "--data", "--data-binary", "--data-urlencode", "--data-ascii", "--json", "-F", "--form",
                "--data-raw", "--form-string":
                data.append(value)
                if option.name != "--data-raw", option.name != "--form-string",
                    value.holds("@") || value.holds("=<")
                {
                    add(.yellow, "curl.file", "Sends the content of a file.", option.range)
                }
                if option.name == "-F" || option.name == "--form" || option.name == "--form-string" { uploads = true }
            case "-T", "--upload-file":
                uploads = true
                request.method = "PUT"
            default: judgeCurl(option, call)
            }
        }
        if !data.isEmpty, !parsed.has("-G", "--get") { request.method = "POST" }
        if uploads, request.method == "GET" { request.method = "POST" }
        if parsed.has("-I", "--head") { request.method = "HEAD" }
        request.body = data.joined(separator: "&")
        if let method = parsed.options.last(where: { $0.name == "-X" || $0.name == "--request" })?.value {
            request.method = method.isKnown ? method.text.uppercased() : "?"
        }
        if parsed.operands.isEmpty, request.url.isEmpty {
            if parsed.has("--version", "-V", "--help", "-h") {
                add(.green, "curl.help", "Shows help.", call.range)
            } else {
                addUnknown("curl", "There is no address.", "curl", call.range)
            }
            return
        }
        for address in parsed.operands.map(\.text) + [request.url] { checkScheme(address, call) }
        for address in parsed.operands.dropFirst() {
            judge(HTTPRequest(method: request.method, url: address.text, body: request.body), call)
        }
        judge(request, call)
    }

    /// Options that say neither where the request goes nor what is sent.
    private mutating func judgeCurl(_ option: ParsedCall.Option, _ call: Call) {
        let value = option.value?.text ?? ""
        switch option.name {
        case "-K", "--config":
            add(.yellow, "curl.config", "Reads options from a file that is not shown.", option.range)
        case "-w", "--write-out":
            if value.holds("output{") || value.hasPrefix("@") || option.value?.unknown == .output {
                add(.yellow, "curl.format", "The format may write a file.", option.range)
            }
        case "-H", "--header", "-b", "--cookie", "--url-query":
            if value.hasPrefix("@") { add(.yellow, "curl.file", "Sends the content of a file.", option.range) }
            if option.name == "-b" || option.name == "--cookie" || value.hasPrefix("@") {
                if let file = option.value, PathRules.disclosesSecrets(file.text) { checkDisclosure([file], call) }
            }
            if value.lowercased().hasPrefix("x-http-method") {
                add(.yellow, "curl.override", "The header changes what the request does.", option.range)
            }
        default: break
        }
    }

    private mutating func checkScheme(_ url: String, _ call: Call) {
        if url.contains(where: { !$0.isASCII && $0 != Argument.unknownPart }) {
            addUnknown("http.address", "The address holds letters that can be mistaken for others.", url, call.range)
        }
        guard let colon = url.firstRange(of: "://") else {
            if url.holds(":"), url.hasPrefix("file:") || url.hasPrefix("gopher:") || url.hasPrefix("dict:") {
                addUnknown("http.scheme", "The address is not a web address.", url, call.range)
            }
            return
        }
        let scheme = url[..<colon.lowerBound].lowercased()
        if scheme != "http", scheme != "https", !url.hasPrefix(String(Argument.unknownPart)), !url.hasPrefix("<"),
            !url.hasPrefix("{{")
        {
            addUnknown("http.scheme", "The address is not a web address.", url, call.range)
        }
    }

    /// Judges a request by its method and its address.
    mutating func judge(_ request: HTTPRequest, _ call: Call) {
        let place = request.place
        switch request.method {
        case "GET", "HEAD", "OPTIONS":
            add(.green, "http.read", "Asks \(place) with \(request.method).", call.range, effect: "Reads \(place).")
            if request.destroys {
                add(
                    .yellow, "http.action", "The address looks like an action, not a page.", call.range,
                    effect: "Calls \(place), which looks like an action.", target: place)
            }
            if request.discloses {
                add(Finding(.yellow, "http.secret", "The answer may hold secrets.", range: call.range, discloses: true))
            }
        case "DELETE":
            add(
                .red, "http.delete", "Deletes \(place).", call.range, effect: "Deletes \(place).",
                target: target(of: request))
        case "POST" where request.isSearch:
            add(
                .yellow, "http.search", "Sends a search to \(place).", call.range, effect: "Searches \(place).",
                target: place)
        case "POST", "PUT", "PATCH":
            let body = request.body.lowercased()
            if request.destroys || Self.destroys(graphQL: body) {
                add(
                    .red, "http.destroy", "\(request.method) to \(place) destroys or stops something.", call.range,
                    effect: "Sends \(request.method) to \(place), which destroys or stops something.",
                    target: target(of: request))
            } else {
                add(
                    .yellow, "http.write", "Sends \(request.method) to \(place).", call.range,
                    effect: "Sends \(request.method) to \(place), which changes something there.",
                    target: target(of: request))
            }
        default:
            add(.red, "http.method", "The method \(request.method) is not known.", call.range, target: place)
        }
    }

    private static func destroys(graphQL body: String) -> Bool {
        body.holds("drop table") || body.holds("drop database") || body.holds("truncate ")
            || (body.holds("mutation") && body.holds("delete")) || body.holds("delete from")
            || body.holds("\"remove\"")
    }

    private func target(of request: HTTPRequest) -> String {
        request.place
    }

    private static let judgeWgetOptions = WrapperRule(
        "-q -v -S -c -N -d -k -p -r -m -E -H -K -L -np -nc -nv -4 -6 -b -x -i= -o= -a= -O= -P= -t= -T= -U= -e= -l= -A= -R= -D= -w= -Q= "
            + "--quiet --spider --server-response --no-check-certificate --timeout= --tries= --output-document= --header= --user-agent= --no-verbose --no-proxy "
            + "--method= --body-data= --body-file= --post-data= --post-file= --max-redirect= --connect-timeout= --read-timeout= --dns-timeout= --user= --password= --retry-connrefused --content-on-error --no-cache --waitretry= --ca-certificate= --inet4-only --save-headers --execute= --debug --version --help --output-file= --background --mirror --recursive --no-parent --delete-after"
    )

    mutating func judgeWget(_ call: Call) {
        let rule = Self.judgeWgetOptions
        let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false)
        reportStrangers(parsed, call)
        if parsed.mayHideOptions {
            addUnknown("wget", "The output of a command stands where wget takes options.", "$(…)", call.range)
        }
        if parsed.has("-e", "--execute", "-i", "--body-file", "--post-file") {
            add(.yellow, "wget.config", "Reads settings or content that is not shown.", call.range)
        }
        var request = HTTPRequest(method: "GET", url: parsed.operands.first?.text ?? "")
        if parsed.has("--post-data", "--post-file") { request.method = "POST" }
        if let method = parsed.value("--method") { request.method = method.uppercased() }
        request.body = parsed.value("--post-data", "--body-data") ?? ""
        for address in parsed.operands { checkScheme(address.text, call) }
        if parsed.has("-r", "--recursive", "-m", "--mirror", "-p") {
            add(
                Finding(
                    .yellow, "wget.recursive", "It follows every link it finds.", range: call.range, isHeavy: true))
        }
        if parsed.has("-o", "-a", "--output-file", "-b", "--background") {
            add(.yellow, "wget.log", "Writes a log file.", call.range)
        }
        let output = parsed.options.last { $0.name == "-O" || $0.name == "--output-document" }?.value
        if let output {
            writeFile(output, call.range)
        } else if !parsed.has("--spider", "--version", "--help") {
            add(
                .yellow, "wget.download", "Writes what it gets into a file.", call.range,
                effect: "Downloads \(request.place) into a file.")
        }
        judge(request, call)
    }

    private static let judgeHTTPieOptions = WrapperRule(
        "-v -h -b -d -j -f -F -p= -a= -A= -o= -q -I -S --headers --body --verbose --print= --auth= --auth-type= --timeout= --verify= --follow --check-status --ignore-stdin --download --output= --json --form --stream --session= --pretty= --session-read-only="
    )

    mutating func judgeHTTPie(_ call: Call) {
        let rule = Self.judgeHTTPieOptions
        let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false)
        reportStrangers(parsed, call)
        var operands = parsed.operands
        var method = "GET"
        if let first = operands.first, !first.text.isEmpty, first.text.allSatisfy(\.isUppercase) {
            method = first.text
            operands.removeFirst()
        } else if operands.count > 1,
            operands.dropFirst().contains(where: {
                !$0.text.holds("==") && !$0.text.holds(":") || $0.text.holds(":=") || $0.text.holds("@")
            }) || call.input != .none
        {
            method = "POST"
        }
        if parsed.has("-d", "--download", "-o", "--output", "--session") {
            add(.yellow, "httpie.write", "Writes a file.", call.range)
        }
        judge(
            HTTPRequest(method: method, url: operands.first?.text ?? "", body: call.display(operands.dropFirst())), call
        )
    }
}
