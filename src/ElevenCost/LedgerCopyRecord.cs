namespace ElevenCost;

/// <summary>What a copy of a ledger did for one connection, or for one kind of definitions, and whether both ledgers now hold the same of it. Immutable.</summary>
public sealed record LedgerCopyRecord
{
    /// <summary>The connection's name; <c>(prices)</c> and others for what is kept of no connection, <c>(alerts sent)</c> for which alerts were sent.</summary>
    public required string Connection { get; init; }

    /// <summary>Whether every day, name, snapshot and line of the sync log, or every definition and change, was compared and found equal.</summary>
    public required bool IsEqual { get; init; }

    /// <summary>How many days the source holds.</summary>
    public required int Days { get; init; }

    /// <summary>How many days were copied; the others were equal before.</summary>
    public required int DaysCopied { get; init; }

    /// <summary>How many days differ after the copy, days included that only the target holds.</summary>
    public required int DaysDifferent { get; init; }

    /// <summary>How many usage rows the source holds.</summary>
    public required long Rows { get; init; }

    /// <summary>How many subscription snapshots were copied.</summary>
    public required int SnapshotsCopied { get; init; }

    /// <summary>How many lines of the sync log were copied.</summary>
    public required int SyncsCopied { get; init; }

    /// <summary>How many changes of prices or cost centers were copied.</summary>
    public required int ChangesCopied { get; init; }

    /// <summary>What differs; empty if nothing does.</summary>
    public required IReadOnlyList<string> Differences
    {
        get;
        init => field = new JoinedList<string>(value);
    }

    /// <summary>The source: a path, or an address without a password.</summary>
    public required string From { get; init; }

    /// <summary>The target: a path, or an address without a password.</summary>
    public required string To { get; init; }

    /// <summary>The connection and whether both ledgers hold the same; the same in every culture.</summary>
    public override string ToString() => $"{Connection}: {(IsEqual ? "equal" : "different")}";
}
