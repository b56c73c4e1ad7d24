using ElevenCost.Bench;
using ElevenCost.Bench.Records;

return args switch
{
    ["child", "records", .. string[] work] => await RecordsChild.RunAsync(work),
    ["child", .. string[] work] => await Child.RunAsync(work),
    ["records", .. string[] options] => await RecordsBench.RunAsync(RecordsOptions.Parse(options)),
    _ => await Bench.RunAsync(BenchOptions.Parse(args)),
};
