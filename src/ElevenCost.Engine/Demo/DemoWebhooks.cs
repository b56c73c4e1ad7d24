using ElevenCost.Engine.Api;

namespace ElevenCost.Engine.Demo;

/// <summary>The webhooks of the demo workspace: one that works, one that a user switched off, one that failed until ElevenLabs switched it off.</summary>
internal static class DemoWebhooks
{
    public static IReadOnlyList<WebhookInfo> Answer(DateTimeOffset now)
    {
        DateTime today = now.UtcDateTime.Date;
        DateTime made = DemoWorkspace.FirstDay.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc);
        return
        [
            new WebhookInfo
            {
                Id = "wh_demo_transcripts", Name = "transcripts", Url = "https://hooks.agency.example/transcripts", CreatedAt = made, AuthType = "hmac",
                Usage = ["Speech to Text"], Events = ["speech_to_text"],
            },
            new WebhookInfo
            {
                Id = "wh_demo_hotline", Name = "hotline calls", Url = "https://orchid.example/calls", CreatedAt = made.AddDays(40), AuthType = "hmac",
                IsAutoDisabled = true, Usage = ["ConvAI Agent Settings", "ConvAI Alerting"], Events = [],
                LastFailureCode = 503, LastFailureAt = DateTime.SpecifyKind(today.AddDays(-2).AddHours(4), DateTimeKind.Utc),
            },
            new WebhookInfo
            {
                Id = "wh_demo_library", Name = "library notices", Url = "https://hooks.agency.example/library", CreatedAt = made.AddDays(90), AuthType = "hmac",
                IsDisabled = true, Usage = [], Events = ["voice_library_removal_notice"],
            },
        ];
    }
}
