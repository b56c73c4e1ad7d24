namespace ElevenLabs.Simulator;

/// <summary>What a column of the usage query holds.</summary>
internal enum UsageColumnKind
{
    Group,
    Timestamp,
    Credits,
    Minutes,
    Cost,
    Count,
    Charges,
    KeyName,
    VoiceName,
    UserName,
    Extra,
}

/// <summary>A column of the usage query's answer.</summary>
internal sealed record UsageColumn(UsageColumnKind Kind, string Name, string Type, string? Unit, int Dimension = -1);
