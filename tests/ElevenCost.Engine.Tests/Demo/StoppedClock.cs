using System.Globalization;

namespace ElevenCost.Engine.Tests.Demo;

/// <summary>A clock that stands still.</summary>
internal sealed class StoppedClock(string at) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
