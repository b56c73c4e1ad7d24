namespace ElevenCost;

/// <summary>What a series measures. Every one is read by the deprecated usage statistics; no other endpoint has the first five.</summary>
public enum SeriesMetric
{
    /// <summary>Characters of text to speech.</summary>
    Characters,

    /// <summary>The most requests at a time. Of a longer time it is the largest of its parts; of several keys it is not known.</summary>
    Concurrency,

    /// <summary>The average of requests at a time.</summary>
    ConcurrencyAverage,

    /// <summary>The average time to first byte. ElevenLabs does not document its unit.</summary>
    TtfbAverage,

    /// <summary>The time to first byte that 95 of 100 requests stay within. ElevenLabs does not document its unit.</summary>
    TtfbP95,

    /// <summary>Credits.</summary>
    Credits,

    /// <summary>Minutes of audio.</summary>
    Minutes,

    /// <summary>Requests.</summary>
    Requests,

    /// <summary>Value in money of a scale that is not documented: some have seen dollars, some cents. Never a cost.</summary>
    FiatUnits,
}
