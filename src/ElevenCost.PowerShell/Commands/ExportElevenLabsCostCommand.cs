using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Export;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Writes what usage cost into a file.</summary>
[Cmdlet(VerbsData.Export, "ElevenLabsCost", HelpUri = HelpAddress + "Export-ElevenLabsCost.md", DefaultParameterSetName = LastSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportElevenLabsCostCommand : UsageQueryCommand
{
    private const string RowsSet = "Rows";

    private static readonly HashSet<string> OfFile = new(StringComparer.Ordinal)
    {
        nameof(Path), nameof(Format), nameof(FocusVersion), nameof(SplitBy), nameof(Force), nameof(PassThru), nameof(OmitEmptyColumn), nameof(InputObject), "WhatIf", "Confirm",
    };

    private CostExport? _export;
    private bool _isOver;

    /// <summary>The file to write.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The format; null for that of the extension.</summary>
    [Parameter]
    public ExportFormat? Format { get; set; }

    /// <summary>The version of FOCUS.</summary>
    [Parameter]
    [ValidateSet(FocusVersions.V12, FocusVersions.V14)]
    public string FocusVersion { get; set; } = FocusVersions.V12;

    /// <summary>What each file is of; null for one file.</summary>
    [Parameter]
    [ValidateSet(nameof(Dimension.CostCenter))]
    public Dimension? SplitBy { get; set; }

    /// <summary>Overwrites files that exist.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Leaves columns without any value out of a CSV.</summary>
    [Parameter]
    public SwitchParameter OmitEmptyColumn { get; set; }

    /// <summary>Returns the files.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>A row to write.</summary>
    [Parameter(ParameterSetName = RowsSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public CostRecord? InputObject { get; set; }

    /// <summary>Names or wildcards of connections; null if none was given.</summary>
    [Parameter(ParameterSetName = LastSet)]
    [Parameter(ParameterSetName = DatesSet)]
    [Parameter(ParameterSetName = TimeframeSet)]
    [ConnectionNames]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override string[]? Connection { get; set; }

    /// <summary>The question that the amounts answer; null for consumed if all usage has it, else the plan's rate.</summary>
    [Parameter]
    public CostBasis? CostBasis { get; set; }

    /// <summary>Sums each group from the start of the range to each bucket's end.</summary>
    [Parameter]
    public SwitchParameter Cumulative { get; set; }

    /// <inheritdoc/>
    private protected override bool AsksLedger => true;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        string[] ofQuestion = MyInvocation.ExpectingInput
            ? [.. MyInvocation.BoundParameters.Keys.Where(name => !OfFile.Contains(name) && !CommonParameters.Contains(name)).Order(StringComparer.Ordinal)] : [];
        _isOver = true;
        Try(Path, () =>
        {
            if (ofQuestion.Length > 0)
            {
                throw ExportErrors.QuestionWithRows(ofQuestion);
            }

            string path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo provider, out _);
            if (provider.Name != "FileSystem")
            {
                throw ExportErrors.NotAFile(Path);
            }

            var options = Options(path);
            options.ResolveFormat();
            if (ShouldProcess(path, SplitBy is null ? "Export cost" : "Export cost, a file for each cost center"))
            {
                _export = CostExport.Open(options);
                _isOver = false;
            }
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = !Try(Path, () =>
        {
            if (InputObject is not null)
            {
                Add(InputObject);
                return;
            }

            IReadOnlyList<Connection> connections = FindConnections();
            _isOver = LacksConnection;
            if (!LacksConnection)
            {
                Answer(connections);
            }
        }) || _isOver;
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_isOver)
        {
            return;
        }

        Try(Path, () =>
        {
            IReadOnlyList<string> files = Wait(_export!.CompleteAsync(StopToken));
            foreach (Warning warning in _export.Warnings)
            {
                WriteWarningOnce(warning);
            }

            foreach (string file in PassThru ? files : [])
            {
                WriteObject(new FileInfo(file));
            }
        });
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _export?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _export = null;
    }

    private CostExportOptions Options(string path) => new()
    {
        Path = path, Format = Format, FocusVersion = FocusVersions.Of(FocusVersion), Overwrite = Force, SplitByCostCenter = SplitBy is not null, OmitEmptyColumns = OmitEmptyColumn,
    };

    private void Answer(IReadOnlyList<Connection> connections)
    {
        CostQuery query = Options(Path).Ask(Query(connections, Cumulative) with { Basis = CostBasis }, Granularity is not null);
        Action<Connection, ElevenCostException>? failed = connections.Count > 1 ? FailLater : null;
        ReadKeysForHours(connections);
        CostResult result = Wait(Session.CostLists.QueryAsync(connections, query, CostListOptions.Plain, failed, StopToken));
        WriteFailures();
        foreach (Warning warning in result.Warnings)
        {
            WriteWarningOnce(warning);
        }

        foreach (CostRecord row in result.Rows)
        {
            Add(row);
        }
    }

    private void Add(CostRecord row)
    {
        ValueTask added = _export!.AddAsync(row, StopToken);
        if (added.IsCompletedSuccessfully)
        {
            added.GetAwaiter().GetResult();
        }
        else
        {
            Wait(added.AsTask());
        }
    }
}
