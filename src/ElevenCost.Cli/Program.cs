using ElevenCost.Cli;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;

CoreDumps.Forbid();
StandardStreams streams = StandardStreams.Find();
using var interruption = new Interruption();
return await CommandLine.RunAsync(args, new CommandContext(Screen.FromProcess(streams), TimeProvider.System, Home.Resolve), interruption.Token);
