namespace ElevenCost;

/// <summary>What became of an alert for a target.</summary>
public enum AlertDeliveryState
{
    /// <summary>The target accepted it.</summary>
    Sent,

    /// <summary>It is due, and was only shown.</summary>
    Due,

    /// <summary>Another process is sending it now.</summary>
    Held,

    /// <summary>The target could not be reached or rejected it. The next run tries again.</summary>
    Failed,
}

/// <summary>How serious an alert is. A higher value is more serious.</summary>
public enum AlertSeverity
{
    /// <summary>Nothing is wrong.</summary>
    Information,

    /// <summary>Something needs attention before it costs or fails.</summary>
    Warning,

    /// <summary>A limit is passed, or something does not work.</summary>
    Critical,
}

/// <summary>The period of a digest: the latest that has ended.</summary>
public enum DigestPeriod
{
    /// <summary>Yesterday.</summary>
    Daily,

    /// <summary>The latest week from Monday to Sunday.</summary>
    Weekly,

    /// <summary>The latest calendar month.</summary>
    Monthly,
}

/// <summary>One alert, and what became of it for one target. Immutable.</summary>
public sealed record AlertDelivery
{
    /// <summary>The target's name.</summary>
    public required string Target { get; init; }

    /// <summary>The target's kind.</summary>
    public required AlertTargetKind Kind { get; init; }

    /// <summary>What the alert is about.</summary>
    public required AlertTopic Topic { get; init; }

    /// <summary>How serious it is.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>What became of it.</summary>
    public required AlertDeliveryState State { get; init; }

    /// <summary>The message's title.</summary>
    public required string Title { get; init; }

    /// <summary>The message: its text, and a line for each figure.</summary>
    public required string Text { get; init; }

    /// <summary>Names the alert and its period: it is sent once a target.</summary>
    public required string Alert { get; init; }

    /// <summary>The stable id of the failure; null if there was none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Why it failed; null if it did not.</summary>
    public string? Error { get; init; }

    /// <summary>What to do; null if it did not fail.</summary>
    public string? Remedy { get; init; }

    /// <summary>The kind of the failure; null if there was none.</summary>
    public FailureCategory? ErrorCategory { get; init; }

    /// <summary>The target, the state and the title, such as <c>ops: Sent: Budget voices: 100 % is used</c>.</summary>
    public override string ToString() => $"{Target}: {State}: {Title}";
}
