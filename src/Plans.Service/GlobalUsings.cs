// The contract's messages and the domain's types share the words of the field; without a prefix the domain's are meant.
global using ExclusionRule = PersonalBudgets.Plans.Rules.ExclusionRule;
global using Outcome = PersonalBudgets.Plans.Planning.Outcome;
global using Plan = PersonalBudgets.Plans.Planning.Plan;
global using PlanLine = PersonalBudgets.Plans.Planning.PlanLine;
global using RuleFinding = PersonalBudgets.Plans.Rules.RuleFinding;
