using System.Globalization;
using ElevenCost.Engine.Api;

namespace ElevenCost.Engine.Demo;

/// <summary>The errors of the demo workspace: id, text and remedy of each in one place.</summary>
internal static class DemoErrors
{
    internal static readonly ErrorKind RequestNotValid = new(FailureCategory.Unavailable,
        "The demo workspace does not have that.",
        "Report it.");

    /// <param name="kind">What was asked for, such as a metric.</param>
    /// <param name="value">The value that the demo does not have.</param>
    public static ElevenLabsApiException NotInDemo(string kind, string value) => new(RequestNotValid,
        string.Create(CultureInfo.InvariantCulture, $"The demo workspace has no {kind} '{value}'."), null) { StatusCode = 422 };
}
