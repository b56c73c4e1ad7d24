using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Pricing;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>The prices of the catalogue and the user's own, or the one that is in force.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsPrice", HelpUri = HelpAddress + "Get-ElevenLabsPrice.md", DefaultParameterSetName = ListSet)]
[OutputType(typeof(Price))]
public sealed class GetElevenLabsPriceCommand : ElevenCostCommand
{
    private const string ListSet = "List";
    private const string InForceSet = "InForce";

    /// <summary>Only tiers that match by tier or plan name.</summary>
    [Parameter(ParameterSetName = ListSet, Position = 0)]
    [ArgumentCompleter(typeof(TierCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Tier { get; set; } = [];

    /// <summary>Only the catalogue's prices, or only the user's own.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public PriceSource? Source { get; set; }

    /// <summary>The connections whose price in force is shown.</summary>
    [Parameter(ParameterSetName = InForceSet, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ConnectionNames]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Connection { get; set; }

    /// <summary>Only prices that apply on this day; with connections, the day whose price is shown; null for today.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day]
    public DateTime? On { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        DateOnly? on = On is { } day ? DateOnly.FromDateTime(day) : null;
        if (Connection is null)
        {
            Try(null, () => WriteObject(Wait(Session.Prices.ListAsync(new PriceQuery { Tiers = Tier, Source = Source, On = on }, StopToken)), enumerateCollection: true));
            foreach (string tier in Tier.Where(tier => !WildcardPattern.ContainsWildcardCharacters(tier)))
            {
                Try(tier, () => FailWhereUnknown(tier));
            }

            return;
        }

        foreach (string name in Connection)
        {
            Try(name, () =>
            {
                foreach (Connection connection in Session.KnownConnections.Resolve([name]))
                {
                    WriteInForce(connection, on);
                }
            });
        }
    }

    /// <summary>An unknown plan name is an error; a filter without a match is an empty result.</summary>
    private void FailWhereUnknown(string tier)
    {
        if (Wait(Session.Prices.ListAsync(new PriceQuery { Tiers = [tier] }, StopToken)).Count == 0)
        {
            throw PriceErrors.NoPriceOf(tier);
        }
    }

    private void WriteInForce(Connection connection, DateOnly? on)
    {
        DateOnly day = on ?? DayZone.Find(connection.TimeZone).Today(EngineSession.Time);
        PriceInForce inForce = Wait(Session.InForceAsync(connection, day, StopToken));
        if (inForce.Price is { } price)
        {
            WriteObject(price);
        }
        else
        {
            WriteWarningOnce(new Warning(CommandWarnings.PriceNotKnown, inForce.Reason!));
        }

        if (inForce.Undecided is { } undecided)
        {
            WriteWarningOnce(new Warning(PriceWarnings.BillingNotDecided, undecided));
        }

        if (inForce.IsAssumed)
        {
            WriteWarningOnce(new Warning(PriceWarnings.PlanAssumed, $"{connection.Name}: the plan was first seen later; ElevenCost assumes the same plan on that day."));
        }
    }
}
