using ElevenCost.Engine.Alerts;

namespace ElevenCost.Engine.Tests.Alerts;

/// <summary>Messages and targets of tests.</summary>
internal static class Samples
{
    public static readonly DateTime At = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    public static AlertMessage Message(string name = "voices", int facts = 2) => new()
    {
        Alert = DueAlert.NameOf("budget", name, "2026-11-01", "used", "90"),
        Topic = AlertTopic.Budget,
        Severity = AlertSeverity.Critical,
        Title = $"Budget {name}: 90 % is used",
        Text = $"{name} used 90.0 % of the budget.",
        Facts = [.. Enumerable.Range(1, facts).Select(number => new AlertFact($"{name} {number}", $"{name}: 450.00 USD") { Amount = 450m, Currency = "USD" })],
        At = At,
    };

    public static AlertTarget Target(AlertTargetKind kind, string name = "ops") => new()
    {
        Name = name,
        Kind = kind,
        AddressSource = AlertAddressSource.Environment,
        Variable = AlertStore.VariableOf(name),
        From = kind == AlertTargetKind.Mail ? "elevencost@example.com" : null,
        To = kind == AlertTargetKind.Mail ? "ops@example.com,boss@example.com" : null,
    };
}
