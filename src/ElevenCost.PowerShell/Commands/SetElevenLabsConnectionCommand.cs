using System.Management.Automation;
using ElevenCost.Engine.Connections;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Sets how a connection's account is billed, states its prepaid balance, and sets whose usage is read.</summary>
[Cmdlet(VerbsCommon.Set, "ElevenLabsConnection", HelpUri = HelpAddress + "Set-ElevenLabsConnection.md", SupportsShouldProcess = true)]
[OutputType(typeof(Connection))]
public sealed class SetElevenLabsConnectionCommand : ConnectionCommand
{
    /// <summary>Names, wildcards or objects of connections.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ConnectionNames]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override string[]? Connection { get; set; }

    /// <summary>How use beyond the plan is paid; null leaves it unchanged.</summary>
    [Parameter]
    public BillingChoice? Billing { get; set; }

    /// <summary>The first day of <see cref="Billing"/>; null for every day.</summary>
    [Parameter]
    [Alias("From")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day]
    public DateTime? StartDate { get; set; }

    /// <summary>The prepaid balance: a text with a point, for PowerShell reads '1,5' as 15 where it reads a number. Null leaves it unchanged.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Balance { get; set; }

    /// <summary>The currency of the balance; null for the plan's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BalanceCurrency { get; set; }

    /// <summary>The day on which the balance was seen; null for today.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day]
    public DateTime? AsOf { get; set; }

    /// <summary>Removes the balance.</summary>
    [Parameter]
    public SwitchParameter NoBalance { get; set; }

    /// <summary>The usage to read; null leaves it unchanged.</summary>
    [Parameter]
    public ConnectionScope? Scope { get; set; }

    /// <summary>Writes the connection as it is now.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Connection connection in FindConnections())
        {
            Try(connection.Name, () => Set(connection));
        }
    }

    private void Set(Connection connection)
    {
        var settings = new ConnectionSettings
        {
            Billing = Billing,
            From = StartDate is { } from ? DateOnly.FromDateTime(from) : null,
            Balance = Balance,
            BalanceCurrency = BalanceCurrency,
            AsOf = AsOf is { } day ? DateOnly.FromDateTime(day) : null,
            ForgetBalance = NoBalance,
            Scope = Scope,
        };
        string what = string.Join(" and ", new[]
        {
            Scope is { } scope ? $"the scope {scope}" : null,
            Billing is { } billing ? $"the billing {billing}" : null,
            NoBalance ? "no balance" : Balance is { } balance ? $"the balance {balance}" : null,
        }.OfType<string>());
        if (!ShouldProcess(connection.Name, what.Length == 0 ? "Confirm its settings" : $"Set {what}"))
        {
            return;
        }

        Connection changed = Wait(Session.Setup.SetAsync(connection.Name, settings, StopToken));
        if (PassThru)
        {
            WriteObject(changed);
        }
    }
}
