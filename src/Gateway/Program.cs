using Microsoft.Extensions.Options;
using PersonalBudgets.Contracts;
using PersonalBudgets.Gateway;
using PersonalBudgets.ServiceDefaults;

if (HealthProbe.IsAsked(args))
    return await HealthProbe.RunAsync();

try
{
    await using var app = GatewayApplication.Create(args, Contract.Services);
    await app.RunAsync();
    return 0;
}
catch (Exception fault) when (fault is OptionsValidationException or InvalidOperationException or NotSupportedException)
{
    // Faults of deployment: their texts say what to set.
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}
