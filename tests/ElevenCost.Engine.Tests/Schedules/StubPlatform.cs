using ElevenCost.Engine.Schedules;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Schedules;

/// <summary>A machine of any kind, in a folder of its own. Programs that it runs are noted, and answer what a test says.</summary>
internal sealed class StubPlatform(string folder, string kind, string localZone = "Europe/Berlin") : Platform(new ZonedClock(localZone), name => name == "XDG_RUNTIME_DIR" ? folder : null)
{
    public List<string> Runs { get; } = [];

    public Func<JobCommand, ProgramResult> Answer { get; set; } = _ => new ProgramResult(0, "", "");

    public override bool IsWindows => kind == "windows";

    public override bool IsMacOS => kind == "macos";

    public override string UserFolder => folder;

    public override string UserName => "ada";

    public override string AccountName => @"DESK\ada";

    public override string UserId => "501";

    public override string? FindProgram(string name) => name;

    public override Task<ProgramResult> RunAsync(JobCommand command, string? input, CancellationToken cancellationToken)
    {
        Runs.Add(command.ToString());
        return Task.FromResult(Answer(command));
    }

    private sealed class ZonedClock(string zone) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => SimulatedConnection.Now;

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.FindSystemTimeZoneById(zone);
    }
}
