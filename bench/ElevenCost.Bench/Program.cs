using ElevenCost.Bench;

return args is ["child", .. string[] work]
    ? await Child.RunAsync(work)
    : await Bench.RunAsync(BenchOptions.Parse(args));
