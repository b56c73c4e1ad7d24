using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Api;

namespace ElevenCost.Cli.Commands;

/// <summary><c>test</c>: probes again what the keys may do.</summary>
[HelpPlace(40)]
internal sealed class TestCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly ConnectionOption _connection;
    private readonly OutputOption _output;

    public TestCommand(CommandContext context)
        : base("test", "Test what a connection's key may do, with the remedy for each failure. Exits with 1 if a required test fails.",
            "elevencost test",
            "elevencost test --connection '*' --output json")
    {
        _context = context;
        _connection = new ConnectionOption(this);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        var rows = new List<Capability>();
        int worst = ExitCode.Done;
        foreach (Connection connection in _connection.Read(parsed, services.KeyedConnections))
        {
            try
            {
                using IElevenLabsApi api = await services.OpenApiAsync(connection, cancellationToken);
                IReadOnlyList<Capability> found = await KeyProbe.RunAsync(_context, connection, api, cancellationToken);
                rows.AddRange(found);
                rows.Add(await services.Health.ProbeAsync(connection, cancellationToken));
                if (await services.ScheduleStatus.ProbeAsync(connection, cancellationToken) is { } schedule)
                {
                    rows.Add(schedule);
                }

                worst = Math.Max(worst, ProbeExitCode.Of(found));
            }
            catch (ElevenCostException e)
            {
                // A key that is missing, say, of one connection; the others are tested all the same.
                rows.Add(new Capability(connection.Name, "Key", false, true, e.Message, e.Remedy, e.ErrorId, _context.Time.GetUtcNow().UtcDateTime, e.Category));
                worst = Math.Max(worst, ExitCode.Of(e.Category));
            }
        }

        OutputFormat format = _output.Read(parsed);
        await CapabilityOutput.WriteAsync(_context.Screen, format, rows, cancellationToken);
        if (format == OutputFormat.Table)
        {
            CapabilityOutput.WriteFailures(_context.Screen, rows);
        }

        return worst;
    }
}
