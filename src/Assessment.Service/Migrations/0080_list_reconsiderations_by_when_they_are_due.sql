-- The worklist of requests for another look: what waits for an answer, by when it is due.
create index reconsiderations_due on assessment.reconsiderations (answer_due_on, id, programme) where state = 'OPEN';
