using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Report;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Writes a report of cost as one HTML file.</summary>
[Cmdlet(VerbsCommon.New, "ElevenLabsCostReport", HelpUri = HelpAddress + "New-ElevenLabsCostReport.md", DefaultParameterSetName = LastSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class NewElevenLabsCostReportCommand : UsageQueryCommand
{
    private readonly List<Connection> _connections = [];

    /// <summary>The HTML file to write.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The question that all amounts of the report answer; null for consumed if all usage has it, else the plan's rate.</summary>
    [Parameter]
    public CostBasis? CostBasis { get; set; }

    /// <summary>The heading; null for the usual one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>Replaces the file if it exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Not a parameter here: the reader chooses what to group by.</summary>
    public override Dimension[] GroupBy { get; set; } = [];

    /// <summary>Not a parameter here: the reader chooses the length of bars.</summary>
    public override Granularity? Granularity { get; set; }

    /// <inheritdoc/>
    private protected override bool AsksLedger => true;

    /// <inheritdoc/>
    protected override void ProcessRecord() => _connections.AddRange(FindConnections());

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_connections.Count > 0)
        {
            Try(Path, Write);
        }
    }

    private void Write()
    {
        string path = GetUnresolvedProviderPathFromPSPath(Path);
        if (!ShouldProcess(path, "Write the report"))
        {
            return;
        }

        using var file = ReportFile.Begin(path, Force);
        var options = new ReportOptions
        {
            Range = Wait(Session.Ranges.ResolveAsync(Range(), _connections, StopToken)),
            Basis = CostBasis,
            Filters = [.. Filters()],
            Title = Title,
        };
        CostReport report = Wait(Session.Reports.ReadAsync(_connections, options, StopToken));
        foreach (Warning warning in report.Warnings)
        {
            WriteWarningOnce(warning);
        }

        Wait(file.WriteAsync(report, StopToken));
        WriteObject(new FileInfo(path));
    }
}
