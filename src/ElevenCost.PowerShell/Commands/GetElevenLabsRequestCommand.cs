using System.Management.Automation;
using ElevenCost.Engine.Requests;
using ElevenCost.Engine.Tables;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;
using ElevenCost.PowerShell.Views;

namespace ElevenCost.PowerShell.Commands;

/// <summary>The request log, read live, the latest request first.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsRequest", HelpUri = HelpAddress + "Get-ElevenLabsRequest.md", DefaultParameterSetName = LastSet)]
[OutputType(typeof(RequestRecord), typeof(RequestSummary))]
public sealed class GetElevenLabsRequestCommand : ConnectionCommand
{
    private const string LastSet = "Last";
    private const string DatesSet = "Dates";
    private const string TimeframeSet = "Timeframe";

    /// <summary>The last hours, days, weeks, months or years, such as <c>24h</c> or <c>7d</c>.</summary>
    [Parameter(ParameterSetName = LastSet)]
    [ArgumentCompleter(typeof(LastCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Last { get; set; }

    /// <summary>The start: a day or an instant.</summary>
    [Parameter(ParameterSetName = DatesSet, Mandatory = true)]
    [Alias("From")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Instant]
    [ValidateNotNullOrEmpty]
    public string? StartDate { get; set; }

    /// <summary>The end: a day, included, or an instant, not included; null for now.</summary>
    [Parameter(ParameterSetName = DatesSet)]
    [Alias("To")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Instant]
    [ValidateNotNullOrEmpty]
    public string? EndDate { get; set; }

    /// <summary>A range by name.</summary>
    [Parameter(ParameterSetName = TimeframeSet, Mandatory = true)]
    public Timeframe? Timeframe { get; set; }

    /// <summary>Only these paths, as they are or with <c>{id}</c> in place of IDs.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Only these HTTP statuses, such as 429, 5xx or 4*.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(StatusCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Status { get; set; } = [];

    /// <summary>Only these API keys, by name or ID.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ApiKey { get; set; } = [];

    /// <summary>Only these users, by name or ID.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    /// <summary>Only these models.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Model { get; set; } = [];

    /// <summary>A text that ElevenLabs looks for in the request.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Text { get; set; }

    /// <summary>How many requests of each connection at most, the latest; null for all.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Limit { get; set; }

    /// <summary>Sums by path and bucket.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>The length of a bucket of the summary; null for the range as a whole.</summary>
    [Parameter]
    public Granularity? Granularity { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<Connection> connections = FindConnections();
        bool isOfOne = connections.Count == 1 && !MyInvocation.ExpectingInput;
        foreach (Connection connection in connections)
        {
            Try(connection.Name, () => Read(connection, isOfOne));
        }
    }

    private void Read(Connection connection, bool isOfOne)
    {
        if (Granularity is not null && !Summary)
        {
            throw CommandErrors.NoSummary();
        }

        var query = new RequestQuery
        {
            Range = new RequestRange { Last = Last, From = StartDate, To = EndDate, Timeframe = Timeframe },
            Paths = Path,
            Statuses = Status,
            ApiKeys = ApiKey,
            Users = User,
            Models = Model,
            Text = Text,
            Limit = Limit,
        };
        Session.ReadKeys([connection], StopToken);
        RequestLog log = Session.Requests;
        if (Summary)
        {
            Granularity granularity = Granularity ?? ElevenCost.Granularity.Total;
            ResultView view = new ResultView(ResultTables.RequestSummaries(granularity).WithoutConnection(isOfOne), typeof(RequestSummary)).Register(Host);
            foreach (RequestSummary summary in Pull(log.SummarizeAsync([connection], query, granularity, StopToken)))
            {
                WriteQueuedWarnings();
                WriteObject(view.Present(summary));
            }

            return;
        }

        foreach (RequestRecord request in Pull(log.ReadAsync([connection], query, StopToken)))
        {
            WriteQueuedWarnings();
            WriteObject(request);
        }
    }
}
