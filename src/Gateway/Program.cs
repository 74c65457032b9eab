using PersonalBudgets.Contracts;
using PersonalBudgets.Gateway;

await using var app = GatewayApplication.Create(args, Contract.Services);
await app.RunAsync();
