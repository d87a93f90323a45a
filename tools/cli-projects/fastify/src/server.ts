import Fastify from 'fastify';

const fastify = Fastify({ logger: false });

fastify.get('/', async () => {
  return { hello: 'world' };
});

const start = async () => {
  try {
    console.log(`Listening on ${await fastify.listen({ port: Number(process.env.PORT ?? 3000) })}`);
  } catch (error) {
    fastify.log.error(error);
    process.exit(1);
  }
};

void start();
