namespace ElevenLabs.Simulator;

/// <summary>Whether the analytics endpoints answer.</summary>
public enum AnalyticsAvailability
{
    /// <summary>They answer.</summary>
    Present,

    /// <summary>They do not exist: 404.</summary>
    Absent,

    /// <summary>401 missing_permissions.</summary>
    Unauthorized,

    /// <summary>403 missing_permissions.</summary>
    Forbidden,
}
