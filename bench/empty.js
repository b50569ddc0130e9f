// start-up: nothing to do
